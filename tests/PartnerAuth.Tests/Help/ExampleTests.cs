using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Help;

/// <summary>The examples of the help, run as written: one session per page.</summary>
public sealed class ExampleTests
{
    /// <summary>The pages that show how something is called.</summary>
    public static TheoryData<string> Pages => [.. HelpPages.Commands.Concat(HelpPages.Topics).Where(name => HelpPages.Scripts(name).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_of_a_page_runs_as_written_and_shows_what_the_page_says(string name)
    {
        using HelpPractice practice = new();
        foreach ((string script, string? shown) in HelpPages.Scripts(name))
        {
            RunResult run = practice.Run(script);
            Assert.True(run.Thrown is null && run.Errors.Count == 0, $"{script}\n{run.Everything()}");
            if (shown is not null)
            {
                Assert.Equal(shown, Trimmed(practice.Show(run.Output)));
            }
        }
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim();
}
