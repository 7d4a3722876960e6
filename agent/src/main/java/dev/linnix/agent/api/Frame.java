package dev.linnix.agent.api;

/**
 * One server-sent event, without its id, and what readers choose by.
 *
 * @param number counts up within its kind; 0 is never used
 * @param type {@code fork}, {@code exec}, {@code exit} or {@code alert}
 * @param pid of the process it is about, -1 when it is about none
 * @param comm name of that process, escaped; empty when there is none
 * @param bytes of the event, the empty line at the end included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and shared by all readers
record Frame(long number, String type, int pid, String comm, byte[] bytes) {}
