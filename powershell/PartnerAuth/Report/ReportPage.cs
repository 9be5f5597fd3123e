using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PartnerAuth.Report;

/// <summary>A report as one page that needs nothing else: the template with its style, its script and the data.</summary>
internal static class ReportPage
{
    internal static string Write(ReportDocument report)
    {
        string style = Resource("report.css");
        string script = Resource("report.js");
        Dictionary<string, string> parts = new()
        {
            ["data"] = ReportJson.Write(report),
            ["moduleVersion"] = WebUtility.HtmlEncode(report.ModuleVersion),
            ["script"] = script,
            ["scriptHash"] = Hash(script),
            ["style"] = style,
            ["styleHash"] = Hash(style),
            ["title"] = WebUtility.HtmlEncode(report.Title),
        };
        // One pass, so that a text which looks like a place of the template stays a text.
        return Regex.Replace(Resource("report.html"), @"\{\{(\w+)\}\}", place => parts[place.Groups[1].Value]);
    }

    /// <summary>A hash of a Content-Security-Policy. A browser counts each line's end as one character.</summary>
    private static string Hash(string text)
    {
        using SHA256 sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
