using System.Text.RegularExpressions;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Connect-PartnerCenter with a code, and a person who enters it.</summary>
internal static class CodeSignIn
{
    /// <summary>Runs the command, and does with the page and the code that it tells what a person would.</summary>
    public static async Task<RunResult> RunAsync(SandboxDocument sandbox, Func<Uri, string, Task> enter)
    {
        using Session session = new("PartnerAuth");
        session.Runspace.SessionStateProxy.SetVariable("sandbox", sandbox);
        using PowerShell pipeline = session.Pipeline(
            "Connect-PartnerCenter -UseDeviceAuthentication -ApplicationId 04b07795-8ddb-461a-bbee-02f9e1bf7b46 -Tenant $sandbox.TenantId -Environment $sandbox.Environment");
        TaskCompletionSource<string> shown = new();
        pipeline.Streams.Warning.DataAdded += (_, added) => shown.TrySetResult(pipeline.Streams.Warning[added.Index].Message);
        PSDataCollection<PSObject> output = [];
        Task<PSDataCollection<PSObject>> running = pipeline.InvokeAsync<PSObject, PSObject>(null, output);
        try
        {
            string message = await shown.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Match told = Regex.Match(message, "open the page (?<page>[^ ]+/deviceauth) and enter the code (?<code>[A-Z0-9]+)");
            Assert.True(told.Success, message);
            await enter(new Uri(told.Groups["page"].Value), told.Groups["code"].Value);
        }
        catch
        {
            await pipeline.StopAsync(null, null);
            throw;
        }

        await running;
        return new RunResult(output, pipeline.Streams, string.Empty, thrown: null);
    }
}
