using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PartnerAuth.Report;

/// <summary>Gathers objects of any mix into the rows of a report: one row for each customer.</summary>
internal sealed class ReportBuilder
{
    /// <summary>What is taken, for an error about something else.</summary>
    internal const string Taken =
        "what Test-PartnerCustomerAccess, Repair-PartnerCustomerAccess, Sync-PartnerCustomerApplicationConsent, Get-PartnerCustomerApplicationConsent, "
        + "Get-PartnerDelegatedAdminRelationship, Get-PartnerRefreshTokenStatus and Test-PartnerApplication write, also with -AsResult";

    private readonly DateTimeOffset now;
    private readonly ReportSteps steps;
    private readonly List<Row> customers = [];
    private readonly Dictionary<string, Row> customersByTenant = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Row> partners = [];

    internal ReportBuilder(DateTimeOffset now)
    {
        this.now = now;
        steps = new ReportSteps(now);
    }

    /// <summary>True as long as nothing was taken.</summary>
    internal bool IsEmpty => customers.Count + partners.Count == 0;

    /// <summary>Takes an object; false for one of a foreign type.</summary>
    internal bool Add(object? given)
    {
        switch (given)
        {
            case PartnerResult result when result.Error is { } error:
                Customer(result.Tenant, result.TenantId).Parts["Error"] = [ReportSteps.Of(error)];
                return true;
            case PartnerResult result:
                return Add(result.Value is PSObject wrapped ? wrapped.BaseObject : result.Value);
            case PartnerCustomerAccess access:
                Add(access);
                return true;
            case PartnerCustomerRepair repair:
                Add(repair.After ?? repair.Before);
                return true;
            case PartnerConsentSync sync:
                Customer(sync.Tenant, sync.TenantId).Parts["Sync " + sync.ApplicationId] = [ReportSteps.Of(sync)];
                return true;
            case PartnerApplicationConsent consent:
                Customer(consent.Tenant, consent.TenantId).Parts["Consent " + consent.ApplicationId] = [ReportSteps.Of(consent)];
                return true;
            case PartnerDelegatedAdminRelationship relationship:
                Row row = Customer(relationship.TenantId ?? relationship.Id, relationship.TenantId);
                // No customer has seen it yet: its own name is all there is.
                row.Subject.Name ??= relationship.TenantId is null ? relationship.Name : relationship.CustomerName;
                row.Relationships[relationship.Id] = relationship;
                return true;
            case PartnerRefreshTokenStatus status:
                Add(status);
                return true;
            case PartnerApplicationTest test:
                Add(test);
                return true;
            case PartnerApplicationCredential credential:
                Row application = Partner("application", "Application", tenantId: null);
                application.Parts[$"{application.Parts.Count}"] = [steps.Of(credential)];
                AddEnd(application, credential, "Application");
                return true;
            default:
                return false;
        }
    }

    /// <summary>The report of all that was taken.</summary>
    internal ReportDocument Build(string title, string moduleVersion)
    {
        foreach (Row row in customers)
        {
            Finish(row);
        }

        foreach (Row row in partners)
        {
            row.Subject.Steps = [.. row.Parts.Values.SelectMany(part => part)];
            row.Subject.Outcome = Outcome(row);
        }

        ReportDocument report = new()
        {
            CreatedOn = ReportText.Time(now)!,
            Customers = [.. customers.Select(row => row.Subject)],
            Ends = [.. customers.Concat(partners).SelectMany(row => row.Ends).OrderBy(end => end.EndsOn, StringComparer.Ordinal).ThenBy(end => end.Owner, StringComparer.Ordinal)],
            ModuleVersion = moduleVersion,
            Partners = [.. partners.Select(row => row.Subject)],
            Title = title,
        };
        report.Clean();
        return report;
    }

    private void Add(PartnerCustomerAccess access)
    {
        Row row = Customer(access.Tenant, access.TenantId);
        row.Subject.Name ??= access.Name;
        row.Subject.CheckedOn = ReportText.Time(access.CheckedOn);
        row.Parts["Access " + access.ApplicationId] = [.. ReportSteps.Of(access)];
        row.AccessOutcome = access.Outcome;
        row.RelationshipEnd = access.RelationshipEndsOn;
    }

    private void Add(PartnerRefreshTokenStatus status)
    {
        string owner = status.UserPrincipalName ?? status.TenantId ?? status.ApplicationId;
        Row row = Partner($"{status.ApplicationId} {owner}", owner, status.TenantId);
        row.Parts["Token"] = [.. steps.Of(status)];
        row.Ends.Clear();
        if (ReportSteps.EndOf(status) is { } end)
        {
            AddEnd(row, "RefreshToken", name: null, owner, end);
        }

        foreach (PartnerApplicationCredential credential in status.Credentials)
        {
            AddEnd(row, credential, status.ApplicationId);
        }
    }

    private void Add(PartnerApplicationTest test)
    {
        string name = test.DisplayName ?? test.ApplicationId;
        Row row = Partner("test " + test.ApplicationId, name, test.TenantId);
        row.Parts["Test"] = [.. ReportSteps.Of(test), .. test.Credentials.Select(steps.Of)];
        row.Ends.Clear();
        foreach (PartnerApplicationCredential credential in test.Credentials)
        {
            AddEnd(row, credential, name);
        }
    }

    private void AddEnd(Row row, PartnerApplicationCredential credential, string owner)
    {
        if (credential.EndsOn is { } end)
        {
            AddEnd(row, credential.Kind, credential.Name, owner, end);
        }
    }

    private void AddEnd(Row row, string kind, string? name, string owner, DateTimeOffset end, bool autoExtends = false)
    {
        int left = steps.Left(end);
        row.Ends.Add(new ReportEnd
        {
            AutoExtends = autoExtends,
            DaysLeft = left,
            EndsOn = ReportText.Time(end)!,
            Kind = kind,
            Name = name,
            Owner = owner,
            Status = left < 0 ? "Ended" : left < ReportSteps.SoonDays && !autoExtends ? "Soon" : "Later",
            TenantId = row.Subject.TenantId,
        });
    }

    private void Finish(Row row)
    {
        ReportSubject subject = row.Subject;
        PartnerDelegatedAdminRelationship[] relationships = [.. row.Relationships.Values];
        subject.Steps = [.. row.Parts.Values.SelectMany(part => part), .. steps.Of(relationships)];
        subject.Outcome = Outcome(row);
        string owner = subject.Name ?? subject.Tenant;
        foreach (PartnerDelegatedAdminRelationship one in relationships.Where(one => ReportSteps.IsActive(one) && one.EndsOn is not null))
        {
            AddEnd(row, "Relationship", one.Name, owner, one.EndsOn!.Value, one.AutoExtend == true);
        }

        // The diagnosis tells the last end alone; relationships that are there themselves tell more.
        DateTimeOffset? last = relationships.Where(ReportSteps.IsActive).Select(one => one.EndsOn).Append(row.RelationshipEnd).Max();
        if (last is not null && !relationships.Any(ReportSteps.IsActive))
        {
            AddEnd(row, "Relationship", name: null, owner, last.Value);
        }

        subject.EndsOn = ReportText.Time(last);
        subject.DaysLeft = last is null ? null : steps.Left(last.Value);
    }

    /// <summary>The customer's row. A tenant may be given by its domain here and by its id there.</summary>
    private Row Customer(string tenant, string? tenantId)
    {
        if (!customersByTenant.TryGetValue(tenantId ?? tenant, out Row? row) && !customersByTenant.TryGetValue(tenant, out row))
        {
            row = new Row(new ReportSubject { Tenant = tenant });
            customers.Add(row);
        }

        row.Subject.TenantId ??= tenantId;
        // A domain says more than an id.
        row.Subject.Tenant = row.Subject.Tenant == row.Subject.TenantId ? tenant : row.Subject.Tenant;
        customersByTenant[tenant] = row;
        customersByTenant[tenantId ?? tenant] = row;
        return row;
    }

    private Row Partner(string key, string name, string? tenantId)
    {
        Row? row = partners.Find(one => one.Key == key);
        if (row is null)
        {
            row = new Row(new ReportSubject { Name = name, Tenant = tenantId ?? name, TenantId = tenantId }) { Key = key };
            partners.Add(row);
        }

        return row;
    }

    /// <summary>Broken by one thing that is broken; good when all that could be made passed.</summary>
    private static string Outcome(Row row)
    {
        List<ReportStep> all = row.Subject.Steps;
        return all.Exists(step => step.Outcome == "Failed") ? "Broken"
            : all.Exists(step => step.Outcome == "Unknown") || row.AccessOutcome is not (null or "Working") ? "Unknown"
            : all.Exists(step => step.Outcome == "Passed") ? "Good" : "Unknown";
    }

    /// <summary>What was taken of a customer, part by part: what comes later replaces what came before.</summary>
    private sealed class Row(ReportSubject subject)
    {
        internal ReportSubject Subject { get; } = subject;

        internal string? Key { get; set; }

        internal List<ReportEnd> Ends { get; } = [];

        internal Dictionary<string, ReportStep[]> Parts { get; } = [];

        internal Dictionary<string, PartnerDelegatedAdminRelationship> Relationships { get; } = [];

        internal string? AccessOutcome { get; set; }

        internal DateTimeOffset? RelationshipEnd { get; set; }
    }
}
