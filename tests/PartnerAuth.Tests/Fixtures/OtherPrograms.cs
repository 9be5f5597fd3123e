namespace PartnerAuth.Tests.Fixtures;

/// <summary>Programs that some machines lack.</summary>
public static class OtherPrograms
{
    /// <summary>Skips the test, with the reason, where that program is not on the PATH.</summary>
    public static void Need(string name)
    {
        string program = OperatingSystem.IsWindows() ? name + ".exe" : name;
        string[] folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"There is no {name} on this machine.");
    }
}
