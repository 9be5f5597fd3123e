using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>A module that is imported, used and removed again and again in one session.</summary>
public sealed class ImportAgainTests
{
    [Fact]
    public void A_module_is_imported_used_and_removed_a_hundred_times_in_a_process()
    {
        // A process of its own, whose threads nobody else starts.
        ShellProcess run = ShellProcess.Run(
            $"$used = 0; $threads = 0; foreach ($round in 1..100) {{ Import-Module '{Folders.Manifest("PartnerAuth")}' -ErrorAction Stop; "
            + "if ((Resolve-PartnerError -Error AADSTS65001).Kind -eq 'ConsentMissing') { $used++ }; Remove-Module PartnerAuth -ErrorAction Stop; "
            + "if (Get-Module PartnerAuth) { \"round ${round}: still there\" }; "
            + "if ($round -eq 10) { $threads = [Diagnostics.Process]::GetCurrentProcess().Threads.Count } }; "
            + "\"used $used, threads $([Diagnostics.Process]::GetCurrentProcess().Threads.Count - $threads)\"");

        Assert.Equal(string.Empty, run.Errors);
        Assert.Matches("^used 100, threads -?[0-9]+$", run.Output.Trim());
        int more = int.Parse(run.Output.Trim().Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(more, -50, 8);
        Console.WriteLine($"figure G5: imported 100 times, {more:+0;-0;0} threads since the tenth");
    }
}
