using System;
using System.IO;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth;

/// <summary>A manifest of wanted consents that was read: JSON, or a PowerShell data file.</summary>
internal sealed class ManifestFile : NativeHandle
{
    private ManifestFile(ManifestDocument manifest)
        : base(manifest.Id) => Document = manifest;

    /// <summary>What it says.</summary>
    internal ManifestDocument Document { get; }

    /// <summary>Reads a manifest; null, and why, when it is none.</summary>
    internal static ManifestFile? Read(string path, out ErrorRecord? error)
    {
        error = null;
        string text;
        try
        {
            text = TextFile.Read(path);
            if (Path.GetExtension(path).Equals(".psd1", StringComparison.OrdinalIgnoreCase))
            {
                text = DataFileJson.Read(text);
            }
        }
        catch (ParseException wrong)
        {
            int line = wrong.Errors.Length == 0 ? 1 : wrong.Errors[0].Extent.StartLineNumber;
            string what = wrong.Errors.Length == 0 ? wrong.Message : wrong.Errors[0].Message;
            error = ErrorRecordFactory.UnreadableFile($"{path}, line {line}", what, "Mend that line of the manifest.");
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = ErrorRecordFactory.UnreadableFile(path, unreadable.Message, "Give the manifest's file, JSON or psd1.");
            return null;
        }

        OperationEvent? answer;
        try
        {
            ManifestStart start = new() { Name = path, Text = text };
            using NativeOperation operation = NativeOperation.Start(NativeMethods.ManifestOpen, start);
            _ = operation.Next(0, out answer);
        }
        catch (NativeException refused) when (refused.Status == NativeStatus.BadArgument)
        {
            error = ErrorRecordFactory.UnreadableFile(path, "It is longer than a manifest can be.", "Give the manifest's own file.");
            return null;
        }

        if (answer?.Manifest is { } manifest)
        {
            return new ManifestFile(manifest);
        }

        error = ErrorRecordFactory.From(answer!.Error!, path);
        return null;
    }

    /// <summary>Reads a manifest that names its application; <paramref name="given"/> is the path as it was given.</summary>
    internal static ManifestFile? OfApplication(string path, string given, out ErrorRecord? error)
    {
        ManifestFile? manifest = Read(path, out error);
        if (manifest is not null && manifest.Document.ApplicationId is null)
        {
            error = ErrorRecordFactory.InvalidInput(
                "The manifest names no application.", "Write its id into the manifest: application, id.", given);
        }

        return manifest;
    }

    private protected override void Close(ulong id) => _ = NativeMethods.ManifestClose(id);
}
