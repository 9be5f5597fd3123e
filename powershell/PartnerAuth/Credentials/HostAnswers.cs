using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>Answers what the native library asks: only this side has certificate stores and runs script blocks.</summary>
internal static class HostAnswers
{
    /// <summary>Answers a question, on the pipeline thread; what goes wrong is told to whoever waits.</summary>
    /// <param name="operation">Who asks.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="host">Where a person can be asked; null where nobody is.</param>
    internal static void Give(NativeOperation operation, QuestionDocument question, PSHost? host)
    {
        byte[] answer;
        try
        {
            answer = Answer(question, host);
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (Exception failed)
        {
            operation.Refuse(question.Id, failed.Message);
            return;
        }

        operation.Reply(question.Id, answer);
        Array.Clear(answer, 0, answer.Length);
    }

    private static byte[] Answer(QuestionDocument question, PSHost? host) => question.Kind switch
    {
        QuestionKind.SignPs256 => Sign(question, RSASignaturePadding.Pss),
        QuestionKind.SignRs256 => Sign(question, RSASignaturePadding.Pkcs1),
        QuestionKind.FederatedToken => FederatedToken(question.Source ?? 0),
        QuestionKind.PasteAddress => Pasted(host),
        _ => throw new NotSupportedException($"The native library asked for {question.Kind}, which this assembly does not know."),
    };

    private static byte[] Pasted(PSHost? host)
    {
        if (host is null)
        {
            throw new InvalidOperationException("Nobody is there to ask.");
        }

        host.UI.WriteLine("Paste the address that the browser ended at, then press Enter. If the page says that you are signed in, press Enter alone:");
        string text = host.UI.ReadLine() ?? throw new InvalidOperationException("Nobody is there to ask.");
        return Encoding.UTF8.GetBytes(text);
    }

    private static byte[] Sign(QuestionDocument question, RSASignaturePadding padding)
    {
        X509Certificate2 certificate = HostTable<X509Certificate2>.Find(question.Source ?? 0)
            ?? throw new InvalidOperationException("The certificate was closed: its context was disconnected.");
        using RSA key = certificate.GetRSAPrivateKey()
            ?? throw new InvalidOperationException($"The private key of the certificate {certificate.Thumbprint} is not RSA.");
        try
        {
            return key.SignData(Convert.FromBase64String(question.Data ?? string.Empty), HashAlgorithmName.SHA256, padding);
        }
        catch (CryptographicException refused) when (padding == RSASignaturePadding.Pss)
        {
            throw new InvalidOperationException(
                $"The private key of the certificate {certificate.Thumbprint} does not sign in PS256 ({refused.Message.TrimEnd('.')}). "
                + "Keys of old providers can't; give -UseRS256.");
        }
    }

    private static byte[] FederatedToken(ulong number)
    {
        HostScript script = HostTable<HostScript>.Find(number)
            ?? throw new InvalidOperationException("The script of -FederatedToken was closed: its context was disconnected.");
        object? given = script.Run().LastOrDefault()?.BaseObject;
        return given switch
        {
            SecureString secure => Encoding.UTF8.GetBytes(new PartnerSecret(secure).Reveal()),
            string text => Encoding.UTF8.GetBytes(text),
            _ => throw new InvalidOperationException("The script of -FederatedToken gave no token: it must give one as string or SecureString."),
        };
    }
}
