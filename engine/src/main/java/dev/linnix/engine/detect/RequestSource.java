package dev.linnix.engine.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whose requests a rule may be about: requests with an operation, a target, a latency and a result. */
public enum RequestSource {
    /** Commands that the SMB client of the kernel sends; named as in [MS-SMB2], in the order of their codes from 0. */
    SMB("SMB requests", """
            SMB2_NEGOTIATE SMB2_SESSION_SETUP SMB2_LOGOFF SMB2_TREE_CONNECT SMB2_TREE_DISCONNECT SMB2_CREATE SMB2_CLOSE \
            SMB2_FLUSH SMB2_READ SMB2_WRITE SMB2_LOCK SMB2_IOCTL SMB2_CANCEL SMB2_ECHO SMB2_QUERY_DIRECTORY \
            SMB2_CHANGE_NOTIFY SMB2_QUERY_INFO SMB2_SET_INFO SMB2_OPLOCK_BREAK SMB2_SERVER_TO_CLIENT_NOTIFICATION"""),
    /** Requests to block devices; named as the kernel's REQ_OP_*. */
    BLOCK("requests to block devices", "READ WRITE FLUSH DISCARD");

    /** The words by which rules name a source. */
    static final List<String> WORDS =
            Arrays.stream(values()).map(RequestSource::word).toList();

    private final String what;
    private final String operations;

    RequestSource(String what, String operations) {
        this.what = what;
        this.operations = operations;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RequestSource of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** {@return the names of its operations} */
    public List<String> operations() {
        return List.of(operations.split(" ", -1));
    }

    /** {@return why rules about it cannot fire, in one sentence} */
    String unmeasured() {
        return "nothing here measures " + what + ": this version has no sensor for them";
    }
}
