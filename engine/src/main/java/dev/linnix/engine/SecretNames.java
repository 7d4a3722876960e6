package dev.linnix.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells from the name of an option, variable, header or field whether its value is a credential. */
final class SecretNames {
    private static final int LONGEST = 128;

    /** Ends of a word that make it secret: {@code PGPASSWORD}, {@code authtoken}. */
    private static final Set<String> ENDINGS = Set.of(
            "password",
            "passwords",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "secrets",
            "token",
            "apikey",
            "accesskey",
            "secretkey",
            "privatekey",
            "authkey",
            "credential",
            "credentials",
            "authorization",
            "cookie");

    /** Words that are secret on their own but too short to be looked for inside others. */
    private static final Set<String> WORDS = Set.of("pass", "pwd", "passin", "passout", "requirepass");

    /** One of them is in every name that is secret. */
    private static final List<String> PARTS =
            List.of("pass", "pwd", "secret", "token", "key", "credential", "authorization", "cookie");

    /** What makes the word "key" secret when it stands before it. */
    private static final Set<String> KEYS = Set.of(
            "api", "access", "private", "secret", "auth", "account", "encryption", "signing", "master", "shared");

    /** A last word that says the value is about the credential rather than the credential itself. */
    private static final Set<String> ABOUT = Set.of(
            "file",
            "files",
            "filename",
            "path",
            "paths",
            "dir",
            "directory",
            "folder",
            "jar",
            "type",
            "ttl",
            "expiry",
            "expires",
            "expiration",
            "lifetime",
            "age",
            "length",
            "len",
            "min",
            "max",
            "limit",
            "size",
            "count",
            "policy",
            "id",
            "name",
            "names",
            "url",
            "uri",
            "endpoint",
            "host",
            "port",
            "format",
            "timeout",
            "header",
            "env",
            "command",
            "cmd",
            "provider",
            "mode",
            "method",
            "store",
            "manager",
            "algorithm",
            "field",
            "stdin",
            "prompt",
            "required",
            "enabled",
            "disabled",
            "rotation",
            "agent",
            "helper");

    /** A first word that makes an option a switch. */
    private static final Set<String> SWITCHES =
            Set.of("no", "ask", "prompt", "without", "skip", "disable", "allow", "require", "show", "list");

    private SecretNames() {}

    /** {@return whether a text may hold a name that is secret; false means that it holds none} */
    static boolean mayBeIn(String lower) {
        for (String part : PARTS) if (lower.contains(part)) return true;
        return false;
    }

    /** {@return whether a value of that name is to be hidden} */
    static boolean matches(String name) {
        if (name.length() > LONGEST || name.equals("PWD") || name.equals("OLDPWD")) return false;
        String[] words = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z]+");
        int last = words.length - 1;
        int first = last >= 0 && words[0].isEmpty() ? 1 : 0;
        if (first > last || ABOUT.contains(words[last]) || SWITCHES.contains(words[first])) return false;
        if (WORDS.contains(words[last])) return true;
        for (int i = first; i <= last; i++) {
            if (hasSecretEnding(words[i])) return true;
            if (i > first && words[i].equals("key") && KEYS.contains(words[i - 1])) return true;
        }
        return false;
    }

    private static boolean hasSecretEnding(String word) {
        for (String ending : ENDINGS) {
            if (word.endsWith(ending)) return true;
        }
        return false;
    }
}
