package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps output as rows beside everything else, so that retention and backup are the same. */
final class PostgresOutputChunks implements OutputChunks {

    /** An attempt that was begun twice may have cut its output differently: without the longer one there would be a gap. */
    private static final String STORE = """
            INSERT INTO output_chunks AS known (requested_at, run_id, attempt, stream, chunk_offset, bytes)
            SELECT DISTINCT ON (requested_at, run_id, attempt, stream, chunk_offset) *
            FROM %s AS come (requested_at, run_id, attempt, stream, chunk_offset, bytes)
            ORDER BY requested_at, run_id, attempt, stream, chunk_offset, length(bytes) DESC
            ON CONFLICT (requested_at, run_id, attempt, stream, chunk_offset) DO UPDATE SET bytes = excluded.bytes
            WHERE length(excluded.bytes) > length(known.bytes)
            """;

    /** For the same reason chunks may overlap. */
    private static final String READ = """
            SELECT chunk_offset, bytes FROM output_chunks
            WHERE requested_at = :requestedAt::timestamptz AND run_id = :run AND attempt = :attempt AND stream = :stream
              AND chunk_offset > :offset - :longest AND chunk_offset + length(bytes) > :offset
              AND chunk_offset < :offset + :atMost
            ORDER BY chunk_offset LIMIT :chunks
            """;

    private static final String LATEST_ATTEMPT = "SELECT attempt FROM output_chunks"
            + " WHERE requested_at = :requestedAt::timestamptz AND run_id = :run AND stream = :stream"
            + " ORDER BY attempt DESC LIMIT 1";

    private static final int CHUNKS_AT_ONCE = 64;

    private final Batches batches;
    private final JdbcClient jdbc;

    PostgresOutputChunks(Batches batches, JdbcClient jdbc) {
        this.batches = batches;
        this.jdbc = jdbc;
    }

    @Override
    public void store(List<OutputChunk> chunks) {
        Columns columns = new Columns("timestamptz", "uuid", "int4", "text", "int8", "bytea");
        for (OutputChunk chunk : chunks) {
            check(chunk);
            columns.row(
                    chunk.run().requestedAt(),
                    chunk.run().id(),
                    chunk.attempt(),
                    chunk.stream().name(),
                    chunk.offset(),
                    chunk.bytes());
        }
        batches.update(STORE, columns);
    }

    private static void check(OutputChunk chunk) {
        if (chunk.offset() < 0 || chunk.attempt() < 0 || chunk.bytes().length > OutputChunk.MAX_BYTES) {
            throw new IllegalArgumentException("Expected a chunk of at most " + OutputChunk.MAX_BYTES
                    + " bytes at an offset from 0 up, found " + chunk.bytes().length + " bytes at " + chunk.offset()
                    + " of attempt " + chunk.attempt() + " of run "
                    + chunk.run().id());
        }
    }

    @Override
    public byte[] read(RunRef run, int attempt, Stream stream, long offset, int atMost) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        long position = offset;
        boolean more = true;
        while (more) {
            List<Piece> pieces = pieces(run, attempt, stream, position, atMost - found.size());
            long before = position;
            for (Piece piece : pieces) {
                long skip = position - piece.offset;
                if (skip < 0) {
                    return found.toByteArray();
                }
                int usable = (int) Math.min(piece.bytes.length - skip, atMost - found.size());
                if (usable > 0) {
                    found.write(piece.bytes, (int) skip, usable);
                    position += usable;
                }
            }
            more = position > before && pieces.size() == CHUNKS_AT_ONCE && found.size() < atMost;
        }
        return found.toByteArray();
    }

    private List<Piece> pieces(RunRef run, int attempt, Stream stream, long offset, int atMost) {
        return jdbc.sql(READ)
                .param("requestedAt", run.requestedAt().toString())
                .param("run", run.id())
                .param("attempt", attempt)
                .param("stream", stream.name())
                .param("offset", offset)
                .param("longest", OutputChunk.MAX_BYTES)
                .param("atMost", atMost)
                .param("chunks", CHUNKS_AT_ONCE)
                .query((row, number) -> new Piece(row.getLong("chunk_offset"), row.getBytes("bytes")))
                .list();
    }

    @Override
    public OptionalInt latestAttempt(RunRef run, Stream stream) {
        return jdbc.sql(LATEST_ATTEMPT)
                .param("requestedAt", run.requestedAt().toString())
                .param("run", run.id())
                .param("stream", stream.name())
                .query((row, number) -> OptionalInt.of(row.getInt(1)))
                .optional()
                .orElseGet(OptionalInt::empty);
    }

    private record Piece(long offset, byte[] bytes) {}
}
