using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PartnerAuth.Report;

/// <summary>A report as comma-separated values, RFC 4180: a row for each step of each customer, and of the partner.</summary>
internal static class ReportCsv
{
    private const string Header =
        "Tenant,TenantId,Name,Outcome,CheckedOn,Source,Step,Workload,StepOutcome,Cause,Message,Remedy,Repair,RepairBody,"
        + "ServiceCode,ServiceText,CorrelationId,EndsOn";

    /// <summary>With these, spreadsheets take a text for a formula (OWASP, "CSV Injection").</summary>
    private const string Formulas = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    internal static string Write(ReportDocument report)
    {
        StringBuilder rows = new(Header + "\r\n");
        foreach (ReportSubject subject in report.Partners.Concat(report.Customers))
        {
            foreach (ReportStep step in subject.Steps)
            {
                rows.Append(string.Join(",", Fields(subject, step).Select(Field))).Append("\r\n");
            }
        }

        return rows.ToString();
    }

    private static IEnumerable<string?> Fields(ReportSubject subject, ReportStep step) =>
    [
        subject.Tenant, subject.TenantId, subject.Name, subject.Outcome, subject.CheckedOn,
        step.Source, step.Name, step.Workload, step.Outcome, step.Cause, step.Message, step.Remedy,
        step.Repair?.Command ?? $"{step.Repair?.Method} {step.Repair?.Uri}".Trim(), step.Repair?.Body,
        step.ServiceCode, step.ServiceText, step.CorrelationId, step.EndsOn,
    ];

    /// <summary>A field in quotes; an apostrophe keeps a text from being a formula.</summary>
    private static string Field(string? text)
    {
        string plain = string.IsNullOrEmpty(text) ? string.Empty : Formulas.IndexOf(text![0]) < 0 ? text : "'" + text;
        return plain.Length == 0 ? string.Empty : "\"" + plain.Replace("\"", "\"\"") + "\"";
    }
}
