namespace PartnerAuth.Tests.Package;

/// <summary>packaging/sign.ps1 where no certificate is configured; signing itself needs Windows.</summary>
public sealed class SigningTests
{
    private static readonly string Script = Path.Combine(Folders.Repository, "packaging", "sign.ps1");

    private static readonly Dictionary<string, string> NoCertificate = new() { ["SIGNING_CERTIFICATE"] = string.Empty };

    [Fact]
    public void Without_a_certificate_it_says_that_nothing_is_signed_and_changes_nothing()
    {
        using TemporaryFolder folder = new();
        string manifest = folder.CopyModule("PartnerAuth");
        byte[] before = File.ReadAllBytes(manifest);

        ShellProcess run = ShellProcess.RunArguments([Script, "-Folder", folder.Path], environment: NoCertificate);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Unsigned: SIGNING_CERTIFICATE holds no certificate", run.Output);
        Assert.Equal(before, File.ReadAllBytes(manifest));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_also_without_a_certificate()
    {
        ShellProcess run = ShellProcess.RunArguments([Script, "-Folder", "/no/such/folder"], environment: NoCertificate);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("/no/such/folder", run.Errors);
    }
}
