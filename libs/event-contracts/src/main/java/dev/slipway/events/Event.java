package dev.slipway.events;

/** Tells that something has happened. Read by whoever cares, at least once. */
public sealed interface Event extends Message
        permits BuildStatusChanged,
                BuildRefused,
                AppActionStatusChanged,
                AppStateChanged,
                PipelineRunStatusChanged,
                ImagePushed,
                ImageDeleted {}
