using System.Collections.Generic;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The journal of a run, which the next run goes on from.</summary>
internal sealed class JournalFile : NativeHandle
{
    private JournalFile(JournalDocument journal)
        : base(journal.Id)
    {
        Finished = journal.Finished;
        Interrupted = journal.Interrupted;
    }

    /// <summary>Customers that an earlier run for the same goal was done with.</summary>
    internal IReadOnlyList<string> Finished { get; }

    /// <summary>Customers whose consent was deleted and not brought back.</summary>
    internal IReadOnlyList<string> Interrupted { get; }

    /// <summary>True when the run was whole and nothing failed.</summary>
    internal bool WentWell { get; set; }

    /// <summary>Opens a journal, or makes one; null, and why, when that can't be.</summary>
    internal static JournalFile? Open(string path, string applicationId, string? goal, out ErrorRecord? error)
    {
        JournalStart start = new() { ApplicationId = applicationId, Goal = goal, Path = path };
        using NativeOperation operation = NativeOperation.Start(NativeMethods.JournalOpen, start);
        _ = operation.Next(0, out OperationEvent? answer);
        error = answer?.Error is null ? null : ErrorRecordFactory.From(answer.Error, path);
        return answer?.Journal is { } journal ? new JournalFile(journal) : null;
    }

    /// <summary>Notes that the run is done with a customer, under its names; an error when that can't be kept.</summary>
    internal ErrorRecord? Note(string goal, string customer, string? tenantId)
    {
        JournalNoteStart note = new() { Customers = tenantId is null || tenantId == customer ? [customer] : [customer, tenantId], Goal = goal, Journal = Id };
        using NativeOperation operation = NativeOperation.Start(NativeMethods.JournalNote, note);
        _ = operation.Next(0, out OperationEvent? answer);
        return answer?.Error is null ? null : ErrorRecordFactory.From(answer.Error, customer);
    }

    private protected override void Close(ulong id) => _ = NativeMethods.JournalClose(id, WentWell ? (byte)1 : (byte)0);
}
