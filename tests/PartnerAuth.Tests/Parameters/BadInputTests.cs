using System.Collections;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>
/// Every parameter of every command gets what can't be right, one at a time in a call that is right otherwise: an error
/// about that parameter, which repeats neither much of it nor its lines, and not a byte is sent.
/// </summary>
[Collection("Environment variables")]
public sealed class BadInputTests : IClassFixture<BadInputFixture>
{
    private const int LongestError = 4096;

    private static readonly Dictionary<string, object?> Bad = new()
    {
        ["null"] = null,
        ["empty"] = string.Empty,
        ["space"] = "  ",
        ["line"] = "a\r\nHost: evil",
        ["megabyte"] = new string('x', 1_000_000),
        ["nul"] = "a\0b",
        ["surrogate"] = "a\ud800b",
        ["many"] = Enumerable.Repeat<object>("x y", 10_000).ToArray(),
    };

    private readonly BadInputFixture fixture;

    public BadInputTests(BadInputFixture fixture) => this.fixture = fixture;

    /// <summary>The sets of every command, as the module has them: what the table lacks fails.</summary>
    public static TheoryData<string, string> Sets() => Sets(withCertificate: false);

    /// <summary>Those in which a certificate with its key can be named.</summary>
    public static TheoryData<string, string> SetsWithACertificate() => Sets(withCertificate: true);

    [Theory]
    [MemberData(nameof(Sets))]
    public void What_cannot_be_right_is_an_error_about_it_before_a_byte_is_sent(string command, string set)
    {
        Assert.True(BadInputTable.Calls.TryGetValue((command, set), out string? call), $"{command} has no valid call of the set {set} in the table.");
        if (BadInputTable.Answered.TryGetValue((command, set), out string? answer))
        {
            long before = fixture.Relay.Sent;
            Assert.Contains(answer, fixture.Run(command, set, fixture.Valid(command, call!)).OneError.ToString());
            Assert.Equal(before, fixture.Relay.Sent);
            return;
        }

        List<string> failures = [];
        foreach (CommandParameterInfo parameter in fixture.Parameters(command, set))
        {
            Hashtable valid = fixture.With(command, set, call!, parameter.Name);
            if (Invalid(command, set, parameter, valid) is { } reason)
            {
                failures.Add($"{parameter.Name}: a valid call {reason}");
            }

            if (IsTriedElsewhere(command, set, parameter.Name))
            {
                continue;
            }

            foreach ((string kind, object? value) in Bad)
            {
                if (Defect(command, set, parameter, kind, value, valid) is { } defect)
                {
                    failures.Add($"{parameter.Name} {kind}: {defect}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Theory]
    [MemberData(nameof(SetsWithACertificate))]
    public void And_so_it_is_where_a_certificate_can_be_named(string command, string set) =>
        What_cannot_be_right_is_an_error_about_it_before_a_byte_is_sent(command, set);

    private static TheoryData<string, string> Sets(bool withCertificate)
    {
        using Session session = new("PartnerAuth");
        TheoryData<string, string> sets = [];
        foreach (PSObject found in session.Run("Get-Command -Module PartnerAuth").Output)
        {
            foreach (CommandParameterSetInfo set in ((CommandInfo)found.BaseObject).ParameterSets)
            {
                if (set.Parameters.Any(parameter => parameter.Name is "Certificate" or "CertificateThumbprint") == withCertificate)
                {
                    sets.Add(((CommandInfo)found.BaseObject).Name, set.Name);
                }
            }
        }

        return sets;
    }

    /// <summary>
    /// True in the short form when another set of the command has the parameter and is the one that it is tried in: one that
    /// sends something where there is one, and that every machine has.
    /// </summary>
    private bool IsTriedElsewhere(string command, string set, string parameter)
    {
        if (LongForm.IsAskedFor)
        {
            return false;
        }

        return set != BadInputTable.Calls.Keys
            .Where(call => call.Command == command && !BadInputTable.Answered.ContainsKey(call))
            .Select(call => call.Set)
            .OrderBy(other => other == "AccessToken" || other.Contains("Certificate"))
            .ThenBy(other => other, StringComparer.Ordinal)
            .First(other => fixture.Parameters(command, other).Any(one => one.Name == parameter));
    }

    /// <summary>Why a valid call is none: it neither succeeds nor reaches the sandbox.</summary>
    private string? Invalid(string command, string set, CommandParameterInfo parameter, Hashtable valid)
    {
        long before = fixture.Relay.Sent;
        ErrorRecord[] errors = Errors(fixture.Run(command, set, valid));
        if (BadInputTable.Refusal(command, set, parameter.Name) is { } said)
        {
            return errors.Any(error => error.ToString().Contains(said)) ? null : "is not refused";
        }

        return GoesOn(errors, before) ? null : $"fails: {errors[0]}";
    }

    /// <summary>True when a call went as far as the service, or would have but for a credential that failed there before.</summary>
    private bool GoesOn(ErrorRecord[] errors, long before) =>
        errors.Length == 0 || fixture.Relay.Sent > before || errors.Any(error => error.ToString().Contains("the same credential failed before"));

    private string? Defect(string command, string set, CommandParameterInfo parameter, string kind, object? value, Hashtable valid)
    {
        Hashtable call = (Hashtable)valid.Clone();
        call[parameter.Name] = value;
        long before = fixture.Relay.Sent;
        RunResult run = fixture.Run(command, set, call);
        ErrorRecord[] errors = Errors(run);
        if (IsLegal(command, parameter, kind))
        {
            // The call goes on as the valid one does, which may end in an error of its own.
            bool goesOn = GoesOn(errors, before) || BadInputTable.Refusal(command, set, parameter.Name) is not null;
            return goesOn ? null : $"is refused: {errors[0]}";
        }

        string[] texts = [.. errors.SelectMany(Texts)];
        return fixture.Relay.Sent != before ? "is sent"
            : errors.Length == 0 ? "is taken"
            : !errors.Any(error => IsAbout(error, parameter)) ? $"is an error about something else: {errors[0]}"
            : errors.Any(error => error.FullyQualifiedErrorId.StartsWith("InternalError")) ? $"is a defect: {errors[0]}"
            : texts.Any(text => text.Length > LongestError) ? $"is repeated in {texts.Max(text => text.Length)} characters"
            : texts.Any(text => text.Contains("\nHost")) ? "breaks the error's line"
            : fixture.Secrets.Any(run.Everything().Contains) ? "shows a secret"
            : null;
    }

    private static bool IsLegal(string command, CommandParameterInfo parameter, string kind)
    {
        string name = parameter.ParameterType == typeof(SwitchParameter) ? "Switch" : parameter.Name;
        bool isKnown = BadInputTable.Legal.TryGetValue((command, name), out (string Kinds, string) legal)
            || BadInputTable.Legal.TryGetValue(("*", name), out legal);
        return isKnown && legal.Kinds.Split(' ').Contains(kind);
    }

    /// <summary>The binder names the parameter; other errors do in words, as in "login hint" for LoginHint.</summary>
    private static bool IsAbout(ErrorRecord error, CommandParameterInfo parameter)
    {
        if (error.Exception is ParameterBindingException binding && binding.ParameterName is { Length: > 0 } name)
        {
            return name == parameter.Name;
        }

        string words = Regex.Replace(parameter.Name.TrimEnd('s'), "(?<=[a-z])(?=[A-Z])", @"\s?");
        words = parameter.Name switch
        {
            "CustomerId" => "customer|tenant",
            "Path" => "timeline",
            "RelationshipId" => "relationship",
            "ScriptPath" => "script",
            _ => words,
        };
        return Texts(error).Any(text => Regex.IsMatch(text, $@"\b({words})s?\b", RegexOptions.IgnoreCase));
    }

    private static IEnumerable<string> Texts(ErrorRecord error) =>
        new[] { error.ToString(), error.Exception.Message, error.ErrorDetails?.Message, error.ErrorDetails?.RecommendedAction, error.FullyQualifiedErrorId }
            .OfType<string>();

    private static ErrorRecord[] Errors(RunResult run) => run.Thrown is null ? [.. run.Errors] : [.. run.Errors, run.Thrown.ErrorRecord];
}
