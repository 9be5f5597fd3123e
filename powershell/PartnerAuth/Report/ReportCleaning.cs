namespace PartnerAuth.Report;

/// <summary>Makes all texts of a report fit to be shown, whoever wrote them.</summary>
internal static class ReportCleaning
{
    /// <summary>Cleans every text that a service, a customer or a caller may have written.</summary>
    internal static void Clean(this ReportDocument report)
    {
        report.Title = ReportText.Clean(report.Title) ?? string.Empty;
        report.Customers.ForEach(Clean);
        report.Partners.ForEach(Clean);
        foreach (ReportEnd end in report.Ends)
        {
            end.Kind = ReportText.Clean(end.Kind) ?? string.Empty;
            end.Name = ReportText.Clean(end.Name);
            end.Owner = ReportText.Clean(end.Owner) ?? string.Empty;
            end.TenantId = ReportText.Clean(end.TenantId);
        }
    }

    private static void Clean(ReportSubject subject)
    {
        subject.Tenant = ReportText.Clean(subject.Tenant) ?? string.Empty;
        subject.TenantId = ReportText.Clean(subject.TenantId);
        subject.Name = ReportText.Clean(subject.Name);
        subject.Steps.ForEach(Clean);
    }

    private static void Clean(ReportStep step)
    {
        step.Name = ReportText.Clean(step.Name) ?? string.Empty;
        step.Workload = ReportText.Clean(step.Workload);
        step.Cause = ReportText.Clean(step.Cause);
        step.Message = ReportText.Clean(step.Message);
        step.Remedy = ReportText.Clean(step.Remedy);
        step.ServiceCode = ReportText.Clean(step.ServiceCode);
        step.ServiceText = ReportText.Clean(step.ServiceText);
        step.CorrelationId = ReportText.Clean(step.CorrelationId);
        if (step.Repair is { } repair)
        {
            repair.Command = ReportText.Clean(repair.Command);
            repair.Method = ReportText.Clean(repair.Method);
            repair.Uri = ReportText.Clean(repair.Uri);
            repair.Body = ReportText.Clean(repair.Body);
        }
    }
}
