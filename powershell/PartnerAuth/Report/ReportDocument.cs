using System.Collections.Generic;
using System.Runtime.Serialization;

namespace PartnerAuth.Report;

/// <summary>What a report holds: the data of the page, and the whole of the JSON. What is not known is left out.</summary>
[DataContract]
internal sealed class ReportDocument
{
    /// <summary>The version of these names. A member that is new does not change it.</summary>
    internal const int FormatVersion = 1;

    /// <summary>Always <c>PartnerAuth.Report</c>.</summary>
    [DataMember(Name = "format", Order = 0)]
    public string Format { get; set; } = "PartnerAuth.Report";

    /// <summary>Version of the format.</summary>
    [DataMember(Name = "version", Order = 1)]
    public int Version { get; set; } = FormatVersion;

    /// <summary>The title.</summary>
    [DataMember(Name = "title", Order = 2)]
    public string Title { get; set; } = string.Empty;

    /// <summary>When it was made, ISO 8601, UTC.</summary>
    [DataMember(Name = "createdOn", Order = 3)]
    public string CreatedOn { get; set; } = string.Empty;

    /// <summary>The version of the module that made it.</summary>
    [DataMember(Name = "moduleVersion", Order = 4)]
    public string ModuleVersion { get; set; } = string.Empty;

    /// <summary>The customers, as they came.</summary>
    [DataMember(Name = "customers", Order = 5)]
    public List<ReportSubject> Customers { get; set; } = [];

    /// <summary>The partner's own: users with a refresh token, applications.</summary>
    [DataMember(Name = "partners", Order = 6)]
    public List<ReportSubject> Partners { get; set; } = [];

    /// <summary>What ends, soonest first.</summary>
    [DataMember(Name = "ends", Order = 7)]
    public List<ReportEnd> Ends { get; set; } = [];
}

/// <summary>A customer, or something of the partner's own.</summary>
[DataContract]
internal sealed class ReportSubject
{
    /// <summary>The tenant as it was given.</summary>
    [DataMember(Name = "tenant", Order = 0)]
    public string Tenant { get; set; } = string.Empty;

    /// <summary>The tenant's id.</summary>
    [DataMember(Name = "tenantId", Order = 1, EmitDefaultValue = false)]
    public string? TenantId { get; set; }

    /// <summary>The name.</summary>
    [DataMember(Name = "name", Order = 2, EmitDefaultValue = false)]
    public string? Name { get; set; }

    /// <summary>Good, Broken or Unknown.</summary>
    [DataMember(Name = "outcome", Order = 3)]
    public string Outcome { get; set; } = string.Empty;

    /// <summary>When it was looked at last, ISO 8601, UTC.</summary>
    [DataMember(Name = "checkedOn", Order = 4, EmitDefaultValue = false)]
    public string? CheckedOn { get; set; }

    /// <summary>When the last active relationship ends, ISO 8601, UTC.</summary>
    [DataMember(Name = "endsOn", Order = 5, EmitDefaultValue = false)]
    public string? EndsOn { get; set; }

    /// <summary>Whole days from when the report was made to that end.</summary>
    [DataMember(Name = "daysLeft", Order = 6, EmitDefaultValue = false)]
    public int? DaysLeft { get; set; }

    /// <summary>What was looked at.</summary>
    [DataMember(Name = "steps", Order = 7)]
    public List<ReportStep> Steps { get; set; } = [];
}

/// <summary>One thing that was looked at.</summary>
[DataContract]
internal sealed class ReportStep
{
    /// <summary>Where it comes from: Access, Consent, ConsentSync, Relationship, RefreshToken, Application or Error.</summary>
    [DataMember(Name = "source", Order = 0)]
    public string Source { get; set; } = string.Empty;

    /// <summary>Its name, the same for every customer.</summary>
    [DataMember(Name = "name", Order = 1)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The resource's short name, where it is about one.</summary>
    [DataMember(Name = "workload", Order = 2, EmitDefaultValue = false)]
    public string? Workload { get; set; }

    /// <summary>Passed, Failed, Unknown or Skipped.</summary>
    [DataMember(Name = "outcome", Order = 3)]
    public string Outcome { get; set; } = string.Empty;

    /// <summary>The name of what breaks it; of what will break it soon where it passed.</summary>
    [DataMember(Name = "cause", Order = 4, EmitDefaultValue = false)]
    public string? Cause { get; set; }

    /// <summary>What was found.</summary>
    [DataMember(Name = "message", Order = 5, EmitDefaultValue = false)]
    public string? Message { get; set; }

    /// <summary>What to do.</summary>
    [DataMember(Name = "remedy", Order = 6, EmitDefaultValue = false)]
    public string? Remedy { get; set; }

    /// <summary>What repairs it.</summary>
    [DataMember(Name = "repair", Order = 7, EmitDefaultValue = false)]
    public ReportRepair? Repair { get; set; }

    /// <summary>The service's code.</summary>
    [DataMember(Name = "serviceCode", Order = 8, EmitDefaultValue = false)]
    public string? ServiceCode { get; set; }

    /// <summary>The service's own words.</summary>
    [DataMember(Name = "serviceText", Order = 9, EmitDefaultValue = false)]
    public string? ServiceText { get; set; }

    /// <summary>Correlation id of the service's answer.</summary>
    [DataMember(Name = "correlationId", Order = 10, EmitDefaultValue = false)]
    public string? CorrelationId { get; set; }

    /// <summary>When it ends, ISO 8601, UTC.</summary>
    [DataMember(Name = "endsOn", Order = 11, EmitDefaultValue = false)]
    public string? EndsOn { get; set; }

    /// <summary>Whole days from when the report was made to that end.</summary>
    [DataMember(Name = "daysLeft", Order = 12, EmitDefaultValue = false)]
    public int? DaysLeft { get; set; }
}

/// <summary>What repairs a step: a command, a request, or both in one another's place.</summary>
[DataContract]
internal sealed class ReportRepair
{
    /// <summary>The command line.</summary>
    [DataMember(Name = "command", Order = 0, EmitDefaultValue = false)]
    public string? Command { get; set; }

    /// <summary>The request's method; left out where the address is for a browser.</summary>
    [DataMember(Name = "method", Order = 1, EmitDefaultValue = false)]
    public string? Method { get; set; }

    /// <summary>The request's address.</summary>
    [DataMember(Name = "uri", Order = 2, EmitDefaultValue = false)]
    public string? Uri { get; set; }

    /// <summary>The request's body.</summary>
    [DataMember(Name = "body", Order = 3, EmitDefaultValue = false)]
    public string? Body { get; set; }
}

/// <summary>Something that ends.</summary>
[DataContract]
internal sealed class ReportEnd
{
    /// <summary>Relationship, RefreshToken, Certificate or Secret.</summary>
    [DataMember(Name = "kind", Order = 0)]
    public string Kind { get; set; } = string.Empty;

    /// <summary>Its name.</summary>
    [DataMember(Name = "name", Order = 1, EmitDefaultValue = false)]
    public string? Name { get; set; }

    /// <summary>Whose it is: the customer, the user or the application.</summary>
    [DataMember(Name = "owner", Order = 2)]
    public string Owner { get; set; } = string.Empty;

    /// <summary>The owner's tenant id.</summary>
    [DataMember(Name = "tenantId", Order = 3, EmitDefaultValue = false)]
    public string? TenantId { get; set; }

    /// <summary>Its end, ISO 8601, UTC.</summary>
    [DataMember(Name = "endsOn", Order = 4)]
    public string EndsOn { get; set; } = string.Empty;

    /// <summary>Whole days from when the report was made to its end; negative once it has ended.</summary>
    [DataMember(Name = "daysLeft", Order = 5)]
    public int DaysLeft { get; set; }

    /// <summary>True when it is extended at its end.</summary>
    [DataMember(Name = "autoExtends", Order = 6, EmitDefaultValue = false)]
    public bool AutoExtends { get; set; }

    /// <summary>Ended, Soon or Later.</summary>
    [DataMember(Name = "status", Order = 7)]
    public string Status { get; set; } = string.Empty;
}
