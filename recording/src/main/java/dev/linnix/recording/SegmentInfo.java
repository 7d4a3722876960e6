package dev.linnix.recording;

import java.nio.file.Path;

/**
 * Where a segment lies.
 *
 * @param header its first block; {@link SegmentHeader#LOST} when that is damaged
 * @param file that holds it
 * @param offset where it begins in the file, bytes
 * @param firstNs time of the first thing in it, CLOCK_BOOTTIME
 * @param lastNs time of the last thing in it
 */
public record SegmentInfo(SegmentHeader header, Path file, long offset, long firstNs, long lastNs) {}
