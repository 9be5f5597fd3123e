using System;
using System.Collections.Generic;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>A run that notes which tenants it is done with, and does not ask for those that an earlier run was done with.</summary>
public abstract partial class TenantOperationCmdlet
{
    private HashSet<string>? finished;
    private string? goal;
    private JournalFile? notes;
    private NativeAccount? notesAccount;
    private int settled;

    /// <summary>The file of the notes, as it was given; null where none are kept.</summary>
    private protected virtual string? NotesPath => null;

    /// <summary>What the run is for: a run for something else asks for everybody. Null where customers have steps of their own.</summary>
    private protected virtual string? Goal => null;

    /// <summary>True when nothing is left to do for a tenant with that result.</summary>
    private protected virtual bool IsSettled(object value) => true;

    /// <summary>True when nothing is left to do for any tenant of this run.</summary>
    private protected bool IsEverySettled => settled == Summary.Tenants;

    /// <summary>Keeps the notes in that file. Who lost a consent to a crash is not done with, whatever was noted before.</summary>
    private protected void UseNotes(JournalFile file, string purpose)
    {
        goal = purpose;
        notes = file;
        finished = new HashSet<string>(file.Finished, StringComparer.OrdinalIgnoreCase);
        finished.ExceptWith(file.Interrupted);
    }

    /// <summary>True for a tenant that an earlier run was done with, which is told and counted.</summary>
    private bool IsFinished(string tenant, NativeAccount account)
    {
        if (notes is null && NotesPath is not null)
        {
            // What one partner is done with, another may not be.
            string purpose = $"{Goal}; as {account.Document.ClientId} of {account.HomeTenant}";
            JournalFile? file = JournalFile.Open(FullPath(NotesPath), account.Document.ClientId, purpose, out ErrorRecord? error);
            if (error is not null)
            {
                ThrowTerminatingError(error);
            }

            UseNotes(file!, purpose);
            notesAccount = account;
        }

        if (finished?.Contains(tenant) != true || !IsOfNotes(account))
        {
            return false;
        }

        WriteVerbose($"{tenant}: an earlier run was done with it.");
        Summary.DoneBefore();
        return true;
    }

    /// <summary>True for the partner whose run the file is of; tenants of others in the same pipeline are asked for each time.</summary>
    private bool IsOfNotes(NativeAccount account) => notesAccount is null
        || (account.Document.ClientId == notesAccount.Document.ClientId && account.HomeTenant == notesAccount.HomeTenant);

    private void NoteSettled(TenantRequest request, object value, string? tenantId)
    {
        if (notes is null || !IsSettled(value) || !IsOfNotes(request.Account))
        {
            return;
        }

        if (notes.Note(goal!, request.Tenant, tenantId) is { } error)
        {
            // The result is there all the same; the next run asks for this tenant again.
            WriteError(error);
        }

        settled++;
    }

    /// <summary>After a run that left nothing to do, the next one begins anew.</summary>
    private void EndNotes()
    {
        if (notes is not null)
        {
            notes.WentWell = IsEverySettled;
        }
    }
}
