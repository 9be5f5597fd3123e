using System.Text;
using PartnerAuth.Interop;

namespace PartnerAuth.Report;

/// <summary>A report as JSON: what <c>-AsJson</c> writes and what the page holds.</summary>
internal static class ReportJson
{
    /// <summary>
    /// JSON in which no text can end the script element that it stands in. Outside of texts JSON has none of these
    /// characters, so that each is one of a text.
    /// </summary>
    internal static string Write(ReportDocument report)
    {
        string json = Encoding.UTF8.GetString(Json.Write(report));
        return json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026");
    }
}
