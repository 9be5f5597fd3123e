using System;
using System.Collections.Generic;
using System.Globalization;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A dated change that breaks scripts.</summary>
public sealed class PartnerTimelineEntry
{
    internal PartnerTimelineEntry(TimelineEntryDocument entry, string asOf, string? scriptPath)
    {
        Affected = entry.Affected;
        AsOf = Day(asOf);
        Change = entry.Change;
        CheckedOn = Day(entry.CheckedOn);
        Confidence = entry.Confidence;
        Date = entry.Date;
        DaysLeft = entry.DaysLeft;
        Id = entry.Id;
        Line = entry.Lines;
        OtherDates = entry.OtherDates.ConvertAll(date => new PartnerTimelineDate(date));
        Patterns = entry.Patterns;
        Recognise = entry.Recognise;
        Remedy = entry.Remedy;
        ScriptPath = scriptPath;
        Seen = entry.Seen.ConvertAll(seen => $"{seen.Kind} {seen.Value}");
        Sources = entry.Sources;
        Status = entry.Status;
        Title = entry.Title;
    }

    /// <summary>Who is affected.</summary>
    public string Affected { get; }

    /// <summary>The day as of which the timeline is told.</summary>
    public DateTime AsOf { get; }

    /// <summary>What changes.</summary>
    public string Change { get; }

    /// <summary>The day on which the entry was checked last.</summary>
    public DateTime CheckedOn { get; }

    /// <summary>A: Microsoft gives the date; B: others repeat it, or two independent sources; C: one source of the field.</summary>
    public string Confidence { get; }

    /// <summary>A day, a month or a year, as precise as its source: <c>2026-11-10</c>, <c>2026-11</c>, <c>2026</c>.</summary>
    public string Date { get; }

    /// <summary>Days until it begins, 0 while it is under way; null when nothing is to come.</summary>
    public long? DaysLeft { get; }

    /// <summary>The name of the entry.</summary>
    public string Id { get; }

    /// <summary>The lines of the script with one of the patterns; empty without <c>-ScriptPath</c>.</summary>
    public IReadOnlyList<uint> Line { get; }

    /// <summary>Further dates.</summary>
    public IReadOnlyList<PartnerTimelineDate> OtherDates { get; }

    /// <summary>What stands in an affected script: words of one line; those after <c>!</c> do not.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>How it is recognised where no pattern can tell.</summary>
    public string? Recognise { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>The script in which it was found; null without <c>-ScriptPath</c>.</summary>
    public string? ScriptPath { get; }

    /// <summary>What this module saw of it in use; empty without <c>-InUse</c>.</summary>
    public IReadOnlyList<string> Seen { get; }

    /// <summary>Where it is said.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>past, now, in 12 days, postponed or withdrawn.</summary>
    public string Status { get; }

    /// <summary>One line: what is so from then on.</summary>
    public string Title { get; }

    /// <summary>The date and the title.</summary>
    public override string ToString() => $"{Date} {Title}";

    private static DateTime Day(string text) => DateTime.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
