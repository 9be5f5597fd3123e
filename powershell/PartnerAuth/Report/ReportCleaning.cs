using PartnerAuth.Interop;

namespace PartnerAuth.Report;

/// <summary>Makes all texts of a report fit to be shown, whoever wrote them.</summary>
internal static class ReportCleaning
{
    /// <summary>Cleans every text that a service, a customer or a caller may have written.</summary>
    internal static void Clean(this ReportDocument report)
    {
        report.Title = CleanText.Of(report.Title) ?? string.Empty;
        report.Customers.ForEach(Clean);
        report.Partners.ForEach(Clean);
        foreach (ReportEnd end in report.Ends)
        {
            end.Kind = CleanText.Of(end.Kind) ?? string.Empty;
            end.Name = CleanText.Of(end.Name);
            end.Owner = CleanText.Of(end.Owner) ?? string.Empty;
            end.TenantId = CleanText.Of(end.TenantId);
        }
    }

    private static void Clean(ReportSubject subject)
    {
        subject.Tenant = CleanText.Of(subject.Tenant) ?? string.Empty;
        subject.TenantId = CleanText.Of(subject.TenantId);
        subject.Name = CleanText.Of(subject.Name);
        subject.Steps.ForEach(Clean);
    }

    private static void Clean(ReportStep step)
    {
        step.Name = CleanText.Of(step.Name) ?? string.Empty;
        step.Workload = CleanText.Of(step.Workload);
        step.Cause = CleanText.Of(step.Cause);
        step.Message = CleanText.Of(step.Message);
        step.Remedy = CleanText.Of(step.Remedy);
        step.ServiceCode = CleanText.Of(step.ServiceCode);
        step.ServiceText = CleanText.Of(step.ServiceText);
        step.CorrelationId = CleanText.Of(step.CorrelationId);
        if (step.Repair is { } repair)
        {
            repair.Command = CleanText.Of(repair.Command);
            repair.Method = CleanText.Of(repair.Method);
            repair.Uri = CleanText.Of(repair.Uri);
            repair.Body = CleanText.Of(repair.Body);
        }
    }
}
