package dev.slipway.kit.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Rows that are not needed for ever. A bean of this type is all that it takes: {@link Housekeeping} asks it every hour. */
public interface Retention {

    /** What is deleted, for the log: the table's name. */
    String what();

    /**
     * Deletes one portion of what has outlived its time: at most a few thousand rows, so that no statement is long, and none that another
     * replica is deleting.
     *
     * @return how many rows it deleted; 0 when there is nothing more
     */
    Uni<Integer> deletePortion(SqlClient client);
}
