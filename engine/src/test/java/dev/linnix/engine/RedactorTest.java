package dev.linnix.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is what is secret hidden, and what is not shown? Arguments are written as they are shown, with {@code ¦} between them. */
class RedactorTest {
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4";
    private static final String LONG = "a1b2c3d4e5".repeat(4);

    private static String redact(String arguments) {
        return String.join("¦", Redactor.shown(Redactor.stored(kernel(arguments))));
    }

    /** {@return the bytes the kernel keeps of arguments that are shown like this} */
    private static byte[] kernel(String arguments) {
        String latin = new String((arguments + "¦").replace('¦', '\0').getBytes(UTF_8), ISO_8859_1);
        return Pattern.compile("\\\\(?:x(..)|\\\\)")
                .matcher(latin)
                .replaceAll(escape -> {
                    String hex = escape.group(1);
                    return Matcher.quoteReplacement(hex == null ? "\\" : "" + (char) Integer.parseInt(hex, 16));
                })
                .getBytes(ISO_8859_1);
    }

    private static byte[] bytes(List<String> arguments) {
        return String.join("\0", arguments).getBytes(UTF_8);
    }

    private static List<String> redact(List<String> arguments) {
        return Redactor.shown(Redactor.stored(bytes(arguments)));
    }

    /** {@return arguments and what is to be shown of them} */
    static Stream<List<String>> secrets() {
        return Stream.of(
                // long options
                List.of("app¦--password=hunter2", "app¦--password=[redacted]"),
                List.of("app¦--password=two words", "app¦--password=[redacted]"),
                List.of("app¦--token¦x¦run", "app¦--token¦[redacted]¦run"),
                List.of("app¦-password¦x", "app¦-password¦[redacted]"),
                List.of("app¦--API-Key¦x", "app¦--API-Key¦[redacted]"),
                List.of("app¦--apiKey=x", "app¦--apiKey=[redacted]"),
                List.of("app¦--db.passwd=x", "app¦--db.passwd=[redacted]"),
                List.of("app¦--client_secret=x", "app¦--client_secret=[redacted]"),
                List.of("app¦--access-key¦x", "app¦--access-key¦[redacted]"),
                List.of("app¦--private-key¦x", "app¦--private-key¦[redacted]"),
                List.of("app¦--credentials¦x", "app¦--credentials¦[redacted]"),
                List.of("java¦-Djavax.net.ssl.keyStorePassword=x", "java¦-Djavax.net.ssl.keyStorePassword=[redacted]"),
                List.of("openssl¦-passin¦pass:x", "openssl¦-passin¦[redacted]"),
                List.of("helm¦--set¦auth.password=x", "helm¦--set¦auth.password=[redacted]"),
                List.of("app¦--token¦x¦--secret¦y", "app¦--token¦[redacted]¦--secret¦[redacted]"),
                // assignments
                List.of("env¦AWS_SECRET_ACCESS_KEY=abc/def¦aws", "env¦AWS_SECRET_ACCESS_KEY=[redacted]¦aws"),
                List.of("env¦FOO_TOKEN=x", "env¦FOO_TOKEN=[redacted]"),
                List.of("env¦PGPASSWORD=x", "env¦PGPASSWORD=[redacted]"),
                List.of("env¦DB_PASS=x", "env¦DB_PASS=[redacted]"),
                List.of("env¦SECRET_KEY_BASE=x", "env¦SECRET_KEY_BASE=[redacted]"),
                List.of("app¦api_key=x", "app¦api_key=[redacted]"),
                List.of("docker¦run¦-e¦MYSQL_ROOT_PASSWORD=a b", "docker¦run¦-e¦MYSQL_ROOT_PASSWORD=[redacted]"),
                List.of("docker¦run¦--env=DB_PASSWORD=x", "docker¦run¦--env=DB_PASSWORD=[redacted]"),
                List.of("app¦Server=db;Password=x;Timeout=5", "app¦Server=db;Password=[redacted];Timeout=5"),
                // short options
                List.of("mysql¦-u¦root¦-psecret¦db", "mysql¦-u¦root¦-p[redacted]¦db"),
                List.of("/usr/bin/mysqldump¦-psecret", "/usr/bin/mysqldump¦-p[redacted]"),
                List.of("sudo¦mariadb¦-psecret", "sudo¦mariadb¦-p[redacted]"),
                List.of("sshpass¦-p¦x¦ssh¦-p¦22¦host", "sshpass¦-p¦[redacted]¦ssh¦-p¦22¦host"),
                List.of("sshpass¦-px¦ssh¦host", "sshpass¦-p[redacted]¦ssh¦host"),
                List.of("docker¦login¦-u¦me¦-p¦x", "docker¦login¦-u¦me¦-p¦[redacted]"),
                List.of("redis-cli¦-a¦x¦ping", "redis-cli¦-a¦[redacted]¦ping"),
                List.of("curl¦-u¦me:x¦http://h/", "curl¦-u¦me:[redacted]¦http://h/"),
                List.of("curl¦-ume:x", "curl¦-ume:[redacted]"),
                List.of("curl¦--user¦me:x", "curl¦--user¦me:[redacted]"),
                List.of("smbclient¦//h/s¦-U¦me%x", "smbclient¦//h/s¦-U¦me%[redacted]"),
                // URLs
                List.of("git¦clone¦https://me:x@host/r", "git¦clone¦https://me:[redacted]@host/r"),
                List.of("app¦redis://:p@ss@host:6379/0", "app¦redis://:[redacted]@host:6379/0"),
                List.of("curl¦http://h/?a=1&token=x&b=2", "curl¦http://h/?a=1&token=[redacted]&b=2"),
                List.of("curl¦https://b.net/f?sv=1&sig=x%3D&e=2", "curl¦https://b.net/f?sv=1&sig=[redacted]&e=2"),
                // headers and bodies
                List.of("curl¦-H¦Authorization: Bearer abc", "curl¦-H¦Authorization: Bearer [redacted]"),
                List.of("curl¦-H¦authorization: basic dTpw", "curl¦-H¦authorization: basic [redacted]"),
                List.of("curl¦-H¦Authorization: abc def", "curl¦-H¦Authorization: [redacted]"),
                List.of("curl¦-HX-Api-Key: abc", "curl¦-HX-Api-Key: [redacted]"),
                List.of("curl¦-H¦Cookie: sid=1; t=2", "curl¦-H¦Cookie: [redacted]"),
                List.of(
                        "curl¦-d¦{\"user\":\"a\",\"password\":\"x y\"}",
                        "curl¦-d¦{\"user\":\"a\",\"password\":\"[redacted]\"}"),
                List.of("curl¦-d¦{\"pin\": 1, \"secret\": 42}", "curl¦-d¦{\"pin\": 1, \"secret\": [redacted]}"),
                List.of("curl¦-d¦{\\\\\"token\\\\\":\\\\\"x\\\\\"}", "curl¦-d¦{\\\\\"token\\\\\":\\\\\"[redacted]\"}"),
                // known shapes
                List.of("app¦" + JWT, "app¦[redacted]"),
                List.of("app¦x=" + JWT + ",y", "app¦x=[redacted],y"),
                List.of("app¦ghp_" + LONG, "app¦[redacted]"),
                List.of("app¦github_pat_" + LONG, "app¦[redacted]"),
                List.of("git¦clone¦https://ghp_" + LONG + "@host/r", "git¦clone¦https://[redacted]@host/r"),
                List.of("app¦sk-proj-" + LONG, "app¦[redacted]"),
                List.of("app¦sk_live_" + LONG, "app¦[redacted]"),
                List.of("app¦xoxb-123456789-abc", "app¦[redacted]"),
                List.of("env¦AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "env¦AWS_ACCESS_KEY_ID=[redacted]"),
                List.of(
                        "app¦-----BEGIN RSA PRIVATE KEY-----\\x0aMIIE\\x0a-----END RSA PRIVATE KEY-----",
                        "app¦-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----"),
                List.of("app¦-----BEGIN PRIVATE KEY-----\\x0aMIIE cut", "app¦-----BEGIN PRIVATE KEY-----[redacted]"),
                // command lines inside an argument
                List.of("sh¦-c¦PASSWORD=x ./run --fast", "sh¦-c¦PASSWORD=[redacted] ./run --fast"),
                List.of("sh¦-c¦mysql -psecret db | wc -l", "sh¦-c¦mysql -p[redacted] db | wc -l"),
                List.of("bash¦-lc¦app --token 'a b' --fast", "bash¦-lc¦app --token '[redacted]' --fast"),
                List.of(
                        "ssh¦host¦curl -H \"Authorization: Bearer abc\" h",
                        "ssh¦host¦curl -H \"Authorization: Bearer [redacted]\" h"),
                List.of("ssh¦h¦sh -c \"mysql '-psecret'\"", "ssh¦h¦sh -c \"mysql '-p[redacted]'\""),
                List.of("sh¦-c¦export TOKEN=\"a b\" && run", "sh¦-c¦export TOKEN=\"[redacted]\" && run"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsHiddenAndItsNameStays(List<String> row) {
        assertThat(redact(row.getFirst())).isEqualTo(row.getLast());
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void whatIsStoredHoldsOneByteForTheSecret(List<String> row) {
        assertThat(Redactor.stored(kernel(row.getFirst())))
                .isEqualTo(kernel(row.getLast().replace("[redacted]", "\u001a")));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void itIsFitToBeStoredWhereverItIsCut(List<String> row) {
        byte[] arguments = kernel(row.getFirst());
        for (int length = 0; length <= arguments.length; length++) assertFit(Arrays.copyOf(arguments, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app¦¦x",
                "app¦--token-file¦/run/token",
                "app¦--password-file=/run/password",
                "app¦--credentials-path¦/etc/c",
                "app¦--no-password¦x",
                "psql¦--password¦-h¦host",
                "docker¦login¦--password-stdin¦host",
                "ansible-playbook¦--ask-pass¦site.yml",
                "openssl¦-passin¦env:KEY",
                "llm¦--max-tokens=100",
                "app¦--tokenizer¦bert",
                "app¦--bypass=x",
                "app¦--compass¦north",
                "app¦--author=me",
                "app¦--keyboard=de",
                "app¦--key=left",
                "app¦--secret-name=db",
                "app¦--token-ttl=5m",
                "env¦PWD=/home/me",
                "curl¦--cookie-jar¦/tmp/jar",
                "curl¦-u¦me¦http://h:80/a@b",
                "curl¦http://h:8080/x?page=2&sort=key",
                "mysql¦-p¦db",
                "mkdir¦-pv¦/a/b",
                "docker¦run¦-p¦80:80¦-v¦secret:/run/secret¦token:latest",
                "ssh¦me@host¦-p¦22",
                "gcc¦-pthread¦-O2¦-c¦secret.c¦-o¦token.o",
                "git¦log¦--format=%H¦desk-sk-learn-something-long",
                "app¦sk-learn-with-a-long-name",
                "app¦eyJ.not.one",
                "app¦AKIATOOSHORT",
                "app¦/opt/passwords/list.txt",
                "app¦-----BEGIN CERTIFICATE-----\\x0aMIIE",
                "sh¦-c¦while :; do ls; done",
                "sh¦-c¦cat /run/secrets/token | wc -c",
                "tar¦-xpf¦a.tar",
                "awk¦{ x -= 1; _ = 2 }",
                "[redacted]"
            })
    void whatIsNotSecretStays(String arguments) {
        assertThat(redact(arguments)).isEqualTo(arguments);
    }

    /** {@return arguments with white space, controls and other bytes in them, and what is to be shown of them} */
    static Stream<List<String>> bytes() {
        return Stream.of(
                List.of("sh¦-c¦cd /\\x0amysql -psecret db", "sh¦-c¦cd /\\x0amysql -p[redacted] db"),
                List.of(
                        "sh¦-c¦TOKEN=x\\x0arun\\x09--password\\x09y",
                        "sh¦-c¦TOKEN=[redacted]\\x0arun\\x09--password\\x09[redacted]"),
                List.of("sh¦-c¦PASSWORD=a\\x1cb\\x0dc run", "sh¦-c¦PASSWORD=[redacted] run"),
                List.of("app¦\\x0aAKIAIOSFODNN7EXAMPLE", "app¦\\x0a[redacted]"),
                List.of("app¦\\x01bearer abcdefgh1", "app¦\\x01bearer [redacted]"),
                List.of("app¦\\xffghp_" + LONG, "app¦\\xff[redacted]"),
                List.of("app¦--env=TOKEN=a\\x0ab", "app¦--env=TOKEN=[redacted]"),
                List.of("app¦http://me:a\\x09b@h/", "app¦http://me:[redacted]@h/"),
                List.of("app¦--passwort=ü¦--password=日本\\xe6", "app¦--passwort=ü¦--password=[redacted]"),
                List.of("app¦--token¦¦x", "app¦--token¦¦x"),
                List.of("app¦-----BEGIN PRIVATE KEY-----", "app¦-----BEGIN PRIVATE KEY-----"),
                List.of("app¦a\\x1ab", "app¦a[redacted]b"),
                List.of("app¦--password=\\x1asecret", "app¦--password=[redacted]"),
                List.of("sh¦-c¦PASSWORD=\\x1asecret run", "sh¦-c¦PASSWORD=[redacted] run"),
                List.of("curl¦-H¦Authorization: Bearer \\x1asecret", "curl¦-H¦Authorization: Bearer [redacted]"),
                List.of("app¦--password=[redacted]", "app¦--password=[redacted]"));
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void everyByteIsSeenAsItIs(List<String> row) {
        assertThat(redact(row.getFirst())).isEqualTo(row.getLast());
    }

    /** Never longer, as many arguments, and nothing more to hide. */
    private static void assertFit(byte[] arguments) {
        byte[] stored = Redactor.stored(arguments);
        assertThat(stored.length).isLessThanOrEqualTo(arguments.length);
        assertThat(nuls(stored)).isEqualTo(nuls(arguments));
        assertThat(Redactor.stored(stored)).isEqualTo(stored);
        assertThat(Redactor.shown(stored)).hasSameSizeAs(Redactor.shown(arguments));
    }

    private static long nuls(byte[] bytes) {
        return new String(bytes, ISO_8859_1).chars().filter(c -> c == 0).count();
    }

    @Property(tries = 5000, seed = "4")
    void whateverTheArgumentsTheyAreFitToBeStored(@ForAll("parts") List<String> parts) {
        assertFit(String.join("", parts).getBytes(ISO_8859_1));
    }

    @Property(tries = 1000, seed = "5")
    void whateverTheBytesTheyAreFitToBeStored(@ForAll @Size(max = 300) byte[] arguments) {
        assertFit(arguments);
    }

    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.of(
                        "\0",
                        "\0",
                        "\0",
                        " ",
                        "\t",
                        "\n",
                        "\r",
                        "\u001a",
                        "\u001c",
                        "\"",
                        "'",
                        "\\",
                        "=",
                        ":",
                        "&",
                        ";",
                        "}",
                        "-",
                        "--",
                        "@",
                        "://",
                        "%",
                        ".",
                        "a",
                        "7",
                        "\u00e9",
                        "x=1",
                        "-c",
                        "-p",
                        "-px",
                        "-u",
                        "me:x",
                        "sh",
                        "curl",
                        "mysql",
                        "sshpass",
                        "password",
                        "--token",
                        "TOKEN=",
                        "\"secret\": ",
                        "Authorization: ",
                        "Basic ",
                        "bearer ",
                        "env:",
                        "file:",
                        "stdin",
                        "?sig=",
                        "sk-",
                        "ghp_",
                        LONG,
                        JWT,
                        "-----BEGIN PRIVATE KEY-----",
                        "-----END PRIVATE KEY-----",
                        "[redacted]")
                .list()
                .ofMaxSize(25);
    }

    @Test
    void anArgumentBeyondTheBoundIsHiddenAsAWhole() {
        assertThat(redact(List.of("app", "x".repeat(Redactor.LONGEST + 1)))).containsExactly("app", "[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "://a:",
                "eyJ",
                "sk-",
                "-----BEGIN PRIVATE KEY-----",
                "authorization: bearer ",
                "a=",
                "token ",
                "\"",
                "\\\\\"",
                "a",
                "-",
                " ",
                "'--password ",
                "bearer  ",
                "://",
                "password=\"",
                "x: ",
                "[redacted]",
                "\u001a",
                "password=\u001a",
                "password=file:",
                "\n",
                "@"
            })
    void hostileRepetitionIsWorkedThrough(String part) {
        String argument = part.repeat(Redactor.LONGEST / part.length());

        assertThat(redact(List.of("sh", "-c", argument))).hasSize(3);
    }

    @Property(tries = 1000, seed = "3")
    void aSecretBehindItsNameIsNeverShown(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> names = List.of("password", "API_TOKEN", "client-secret", "apikey", "Secret_Key", "PGPASSWORD");
        String name = names.get(random.nextInt(names.size()));
        String secret = "S3cr" + Long.toString(random.nextLong() >>> 1, 36);
        List<String> forms = List.of(
                "--%s=%s",
                "%s=%s", "http://h/?x=1&%s=%s", "{\"%s\": \"%s\"}", "%s: %s", "run --%s %s --fast", "a %s='%s' b");
        List<String> arguments = new ArrayList<>(List.of("app", "-v", "/tmp/x"));
        arguments.add(random.nextInt(4), forms.get(random.nextInt(forms.size())).formatted(name, secret));
        byte[] stored = Redactor.stored(bytes(arguments));
        List<String> shown = Redactor.shown(stored);

        assertThat(shown).hasSameSizeAs(arguments).noneMatch(argument -> argument.contains(secret));
        assertThat(String.join(" ", shown)).contains(name);
        assertThat(Redactor.stored(stored)).isEqualTo(stored);
    }

    @Test
    void aByteThatIsALineEndToSomeEndsNoCookie() {
        assertThat(Redactor.line("sent Cookie: sid=hunter2\u0085more; pass\u2028x y"))
                .isEqualTo("sent Cookie: " + Redactor.HIDDEN);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void theShortCutForLinesMissesNothing(List<String> example) {
        for (String line : List.of(example.getFirst(), example.getFirst().replace('¦', ' '))) {
            assertThat(Redactor.line(line)).isEqualTo(Redactor.examined(line));
        }
    }
}
