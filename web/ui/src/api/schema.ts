// Made by npm run api of the API with SHA-256 899292cf893e75b287571056089d89225ad207a326c6d2540451d9461795b5e4.
export interface paths {
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description An access token, and a refresh cookie.
         */
        post: operations["login_api_auth_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description End the session of the access token, or of the refresh cookie where the token is no good.
         */
        post: operations["logout_api_auth_logout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh
         * @description Another access token for the refresh cookie, which is replaced as well.
         */
        post: operations["refresh_api_auth_refresh_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Create an account and its personal project.
         */
        post: operations["register_api_auth_register_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All
         * @description The environments that a `code` node may name, and those that each language has of its own.
         *
         *     Whether an environment's image is built is not known here: `flowtape sandbox list` says it, and a node
         *     whose image isn't built fails with `unavailable`.
         */
        get: operations["list_all_api_environments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All
         * @description Newest first.
         */
        get: operations["list_all_api_executions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show */
        get: operations["show_api_executions__execution_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description What runs is stopped; what has ended stays as it is.
         */
        post: operations["cancel_api_executions__execution_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/data/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Items
         * @description In order, from ``cursor``, or where there is none from ``offset`` on.
         */
        get: operations["items_api_executions__execution_id__data__node_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description Oldest first; with ``Accept: text/event-stream`` live, to the terminal event.
         */
        get: operations["events_api_executions__execution_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fork
         * @description Run it again, from a node or from the start; what lies before is taken from its tape, as far as that
         *     goes by now, and not run again.
         */
        post: operations["fork_api_executions__execution_id__fork_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lineage
         * @description The item of the node ``of`` that an item of a run came from, however many nodes lie between. 404
         *     ``no_lineage`` where there is none, where there are several, or where a node in between doesn't say; the
         *     detail tells which.
         */
        get: operations["lineage_api_executions__execution_id__lineage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Links
         * @description The links of the node runs that wait for a call or an approval. Whoever has one can use it, once.
         */
        get: operations["links_api_executions__execution_id__links_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logs
         * @description What the code printed, oldest first.
         */
        get: operations["logs_api_executions__execution_id__logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Nodes
         * @description What each node did, run by run; newest first.
         */
        get: operations["nodes_api_executions__execution_id__nodes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{execution_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume
         * @description Decide about a node run that waits. 409 says what can be decided instead.
         */
        post: operations["resume_api_executions__execution_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/forks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Again
         * @description Run executions that came to a bad end again, the oldest first and with the least priority.
         */
        post: operations["run_again_api_executions_forks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All
         * @description Newest first.
         */
        get: operations["list_all_api_files_get"];
        put?: never;
        /**
         * Upload
         * @description The part `file` of a form becomes a file of the project.
         */
        post: operations["upload_api_files_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Content
         * @description The bytes, to be saved and never shown as a page; a single `Range` is answered with that part.
         */
        get: operations["content_api_files__file_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description For good. Items that name it stay as they are; nodes that open it fail.
         */
        delete: operations["delete_api_files__file_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file_id}/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Info */
        get: operations["info_api_files__file_id__info_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/node-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All
         * @description Palette and forms are drawn from this: ports, help, and the parameters' JSON Schema.
         *
         *     ``lang``: the language of its words, such as ``de``; English where there are none.
         */
        get: operations["list_all_api_node_types_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description Server-sent events of several executions, workflows and lists, in one order.
         *
         *     `id:` is the position; with `Last-Event-ID` the same request goes on after it, without a gap and without
         *     a repeat. Without a position, an execution is told from its first event on, all others from now on.
         *     What isn't there is named in `errors`, such as `["execution", 0]`; leave it out to watch the others.
         */
        get: operations["stream_api_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show */
        get: operations["show_api_user_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename */
        patch: operations["rename_api_user_patch"];
        trace?: never;
    };
    "/api/user/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Every other session ends, with its streams; this one goes on. 422 `wrong_password`.
         */
        post: operations["change_password_api_user_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All
         * @description With the last execution of each.
         */
        get: operations["list_all_api_workflows_get"];
        put?: never;
        /**
         * Create
         * @description A half-built workflow can always be saved; ``problems`` says what keeps it from running.
         */
        post: operations["create_api_workflows_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show
         * @description As it is now, or as it was at ``version``.
         */
        get: operations["show_api_workflows__workflow_id__get"];
        put?: never;
        post?: never;
        /**
         * Archive
         * @description It disappears from every list and stops running; its tape stays.
         */
        delete: operations["archive_api_workflows__workflow_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Name, description, tags and folder.
         */
        patch: operations["change_api_workflows__workflow_id__patch"];
        trace?: never;
    };
    "/api/workflows/{workflow_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate
         * @description Let webhooks and schedules run it; publishes it first if nothing is.
         */
        post: operations["activate_api_workflows__workflow_id__activate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Edit
         * @description Several edits, all or none. A stale version is fine where nobody touched the same things since.
         */
        post: operations["edit_api_workflows__workflow_id__commands_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate
         * @description Its webhooks answer 404 from now on.
         */
        post: operations["deactivate_api_workflows__workflow_id__deactivate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Define
         * @description Replace the definition; 409 unless it is still at ``expected_version``.
         */
        put: operations["define_api_workflows__workflow_id__definition_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description Every edit, with who made it and in which batch. Folded in order they are the workflow.
         */
        get: operations["events_api_workflows__workflow_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute
         * @description Run the workflow as it is drawn now: all of it, up to a node, from a node on, or a node alone.
         */
        post: operations["execute_api_workflows__workflow_id__execute_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell
         * @description Told to every stream that watches the workflow, and kept nowhere.
         *
         *     Say it again within 15 s, or you count as gone. At most 30 a second.
         */
        post: operations["tell_api_workflows__workflow_id__presence_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description From now on webhooks and schedules run the definition as it is now.
         */
        post: operations["publish_api_workflows__workflow_id__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/redo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redo
         * @description Take back the caller's newest undoing, unless they have done something else since.
         */
        post: operations["redo_api_workflows__workflow_id__redo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Bring the definition of an earlier version back, as edits of their own. What is published stays.
         *
         *     409 unless the workflow is still at ``expected_version``.
         */
        post: operations["restore_api_workflows__workflow_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unarchive
         * @description Bring an archived workflow back, inactive.
         */
        post: operations["unarchive_api_workflows__workflow_id__unarchive_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show
         * @description What the caller would undo and redo next, in whichever tab they did it.
         */
        get: operations["show_api_workflows__workflow_id__undo_get"];
        put?: never;
        /**
         * Undo
         * @description Take back the newest of the caller's own steps; what others did stays.
         *
         *     409 `version_conflict` where others have changed the same parts since; `skip` passes such a step over.
         */
        post: operations["undo_api_workflows__workflow_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions
         * @description Its edits, those that belong together as one entry; newest first. What was published is marked.
         */
        get: operations["versions_api_workflows__workflow_id__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Folders */
        get: operations["folders_api_workflows_folders_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags */
        get: operations["tags_api_workflows_tags_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alive */
        get: operations["alive_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description 503 with what is missing.
         */
        get: operations["ready_readyz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Ancestor
         * @description An item that another one came from.
         */
        Ancestor: {
            /** Item */
            item: number;
            /** Node Id */
            node_id: string;
            /** Port */
            port: string;
            /** Run Index */
            run_index: number;
            /** Value */
            value: {
                [key: string]: unknown;
            } | null;
        };
        /** Attempt */
        Attempt: {
            /** Attempt */
            attempt: number;
            /** Completed At */
            completed_at: string | null;
            /** Error */
            error: {
                [key: string]: unknown;
            } | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "failed" | "lost";
        };
        /** Author */
        Author: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** Changed */
        Changed: {
            /** Definition Version */
            definition_version: number;
            /** Events */
            events: components["schemas"]["WorkflowEvent"][];
            /** Position */
            position: number;
            /** Problems */
            problems: components["schemas"]["Problem"][];
            /** Version */
            version: number;
        };
        /**
         * Commands
         * @description ``step_id``: made by the client; requests of the same one after the other are undone together.
         */
        Commands: {
            /** Batch Id */
            batch_id?: string | null;
            /** Commands */
            commands: {
                [key: string]: unknown;
            }[];
            /** Expected Version */
            expected_version: number;
            /** Step Id */
            step_id?: string | null;
        };
        /** Credentials */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * Decision
         * @description About a node run that waits.
         */
        Decision: {
            /**
             * Action
             * @enum {string}
             */
            action: "continue" | "retry" | "skip" | "fail" | "approve" | "reject";
            /** Data */
            data?: unknown;
            /** Node Id */
            node_id: string;
            /** Run Index */
            run_index?: number | null;
        };
        /** Edit */
        Edit: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Type */
            type: string;
        };
        /** Environment */
        Environment: {
            /** Default For */
            default_for: ("python" | "javascript" | "bash")[];
            /** Description */
            description: string;
            /** Languages */
            languages: ("python" | "javascript" | "bash")[];
            /** Name */
            name: string;
            /** Title */
            title: string;
        };
        /** Environments */
        Environments: {
            /** Items */
            items: components["schemas"]["Environment"][];
            /** Next Cursor */
            next_cursor: null;
        };
        /** Event */
        Event: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Position */
            position: number;
            /** Type */
            type: string;
            /** Version */
            version: number;
        };
        /** Events */
        Events: {
            /** Items */
            items: components["schemas"]["Event"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Execute
         * @description ``input``: one object, a list of objects, or nothing.
         */
        Execute: {
            /** Files */
            files?: ({
                [key: string]: unknown;
            } | null)[] | null;
            /** From Node */
            from_node?: string | null;
            /** Given */
            given?: {
                [key: string]: unknown;
            } | null;
            /** Input */
            input?: unknown;
            /** Node */
            node?: string | null;
            /** Priority */
            priority?: number | null;
            /** Trigger Node */
            trigger_node?: string | null;
            /** Until Node */
            until_node?: string | null;
        };
        /** Execution */
        Execution: {
            /** Children */
            children: number;
            /** Completed At */
            completed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            error: components["schemas"]["Failure"] | null;
            /** Error Message */
            error_message: string | null;
            forked_from: components["schemas"]["Forked"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Input Data */
            input_data: unknown;
            /** Keys */
            keys: {
                [key: string]: unknown;
            };
            /** Output Data */
            output_data: unknown;
            parent: components["schemas"]["Parent"] | null;
            /** Position */
            position: number;
            /** Reason */
            reason: string | null;
            /** Started At */
            started_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "waiting" | "completed" | "failed" | "cancelled" | "timed_out";
            /** Trigger */
            trigger: string;
            /** Until Node */
            until_node: string | null;
            /** Waiting */
            waiting: components["schemas"]["Waiting"][];
            /** Waiting Reason */
            waiting_reason: string | null;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Workflow Name */
            workflow_name: string | null;
            /** Workflow Version */
            workflow_version: number;
        };
        /** Executions */
        Executions: {
            /** Items */
            items: components["schemas"]["Execution"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Failure */
        Failure: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Node Id */
            node_id: string | null;
        };
        /** File */
        File: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Execution Id */
            execution_id: string | null;
            /**
             * File Id
             * Format: uuid
             */
            file_id: string;
            /** Mime */
            mime: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /** Files */
        Files: {
            /** Items */
            items: components["schemas"]["File"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Forked
         * @description What an execution was forked from; from the start where ``from_node`` is null.
         */
        Forked: {
            /**
             * Execution Id
             * Format: uuid
             */
            execution_id: string;
            /** From Node */
            from_node: string | null;
        };
        /**
         * ForkMany
         * @description Which executions to run again, and how. Those that have been run again since are left out.
         */
        ForkMany: {
            /** Batch Id */
            batch_id?: string | null;
            /**
             * Begin
             * @default failed
             * @enum {string}
             */
            begin: "failed" | "start";
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Execution Ids */
            execution_ids?: string[] | null;
            /**
             * Limit
             * @default 200
             */
            limit: number;
            /** Per Minute */
            per_minute?: number | null;
            /** Since */
            since?: string | null;
            /** Status */
            status?: ("failed" | "timed_out" | "cancelled")[];
            /** Trigger */
            trigger?: string | null;
            /** Until */
            until?: string | null;
            /**
             * Version
             * @default same
             * @enum {string}
             */
            version: "same" | "newest";
            /** Workflow Id */
            workflow_id?: string | null;
        };
        /**
         * ForkOfMany
         * @description ``fork_id`` is null in a dry run, and where it was refused.
         */
        ForkOfMany: {
            /**
             * Execution Id
             * Format: uuid
             */
            execution_id: string;
            /** Fork Id */
            fork_id: string | null;
            /** From Node */
            from_node: string | null;
            refused: components["schemas"]["ForkRefused"] | null;
        };
        /** ForkRefused */
        ForkRefused: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
        };
        /**
         * ForkRequest
         * @description What isn't named stays as it was.
         */
        ForkRequest: {
            /** Data */
            data?: {
                [key: string]: unknown;
            } | null;
            /** From Node */
            from_node?: string | null;
            /** Input */
            input?: unknown;
            /**
             * Version
             * @default same
             * @enum {string}
             */
            version: "same" | "newest";
        };
        /** ForksOfMany */
        ForksOfMany: {
            /** Items */
            items: components["schemas"]["ForkOfMany"][];
            /** Left */
            left: number;
            /** Matched */
            matched: number;
            /** Position */
            position: number | null;
        };
        /** HereNow */
        HereNow: {
            /** Client Id */
            client_id: string;
            cursor?: components["schemas"]["Point"] | null;
            /** Editing */
            editing?: string | null;
            /**
             * Gone
             * @default false
             */
            gone: boolean;
            /** Name */
            name?: string | null;
            /**
             * Selection
             * @default []
             */
            selection: string[];
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * Items
         * @description A page of what a node put out.
         */
        Items: {
            /** Items */
            items: {
                [key: string]: unknown;
            }[];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Label */
        Label: {
            /** Name */
            name: string;
            /** Workflows */
            workflows: number;
        };
        /** Labels */
        Labels: {
            /** Items */
            items: components["schemas"]["Label"][];
            /** Next Cursor */
            next_cursor: null;
        };
        /** LastExecution */
        LastExecution: {
            /** Completed At */
            completed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "waiting" | "completed" | "failed" | "cancelled" | "timed_out";
            /** Trigger */
            trigger: string;
        };
        /** Links */
        Links: {
            /** Items */
            items: components["schemas"]["WaitingLinks"][];
        };
        /** ListedWorkflow */
        ListedWorkflow: {
            /** Archived */
            archived: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /** Folder */
            folder: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Active */
            is_active: boolean;
            last_execution: components["schemas"]["LastExecution"] | null;
            /** Name */
            name: string;
            /** Published Version */
            published_version: number | null;
            /** Tags */
            tags: string[];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /** LogLine */
        LogLine: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Line */
            line: string;
            /** Node Id */
            node_id: string | null;
            /** Position */
            position: number;
            /** Run Index */
            run_index: number | null;
            /**
             * Stream
             * @enum {string}
             */
            stream: "stdout" | "stderr" | "system";
        };
        /** LogLines */
        LogLines: {
            /** Items */
            items: components["schemas"]["LogLine"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** NameChange */
        NameChange: {
            /** First Name */
            first_name?: string | null;
            /** Last Name */
            last_name?: string | null;
        };
        /** NewDefinition */
        NewDefinition: {
            /** Batch Id */
            batch_id?: string | null;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Expected Version */
            expected_version: number;
        };
        /** NewWorkflow */
        NewWorkflow: {
            /** Definition */
            definition?: {
                [key: string]: unknown;
            } | null;
            /**
             * Description
             * @default
             */
            description: string;
            /** Name */
            name: string;
        };
        /** NodeRun */
        NodeRun: {
            /** Attempt */
            attempt: number;
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            /** Children */
            children: string[];
            /** Completed At */
            completed_at: string | null;
            /** Duration Ms */
            duration_ms: number | null;
            /** Error */
            error: {
                [key: string]: unknown;
            } | null;
            /** Failed Items */
            failed_items: {
                [key: string]: unknown;
            } | null;
            /** Handled */
            handled: boolean;
            /** Items In */
            items_in: number;
            /** Items Out */
            items_out: number | null;
            /** Name */
            name: string;
            /** Node Id */
            node_id: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "run" | "pinned" | "given" | "reused" | "skipped";
            /** Output */
            output: {
                [key: string]: unknown;
            } | null;
            /** Retry At */
            retry_at: string | null;
            /** Run Index */
            run_index: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "waiting" | "retrying" | "completed" | "skipped" | "failed" | "cancelled";
            /** Type */
            type: string;
            /** Waiting */
            waiting: {
                [key: string]: unknown;
            } | null;
        };
        /** NodeRuns */
        NodeRuns: {
            /** Items */
            items: components["schemas"]["NodeRun"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Parent
         * @description The node run that called an execution.
         */
        Parent: {
            /**
             * Execution Id
             * Format: uuid
             */
            execution_id: string;
            /** Node Id */
            node_id: string;
            /** Run Index */
            run_index: number;
        };
        /** PasswordChange */
        PasswordChange: {
            /** Current */
            current: string;
            /** New */
            new: string;
        };
        /** Point */
        Point: {
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /**
         * Problem
         * @description What keeps the workflow from running, beside the field it concerns.
         *
         *     ``data``: what the message tells of, for those who say it in words of their own.
         */
        Problem: {
            /** Code */
            code: string;
            /**
             * Data
             * @default {}
             */
            data: {
                [key: string]: string | number;
            };
            /** Loc */
            loc: (string | number)[];
            /** Message */
            message: string;
            /** Node Id */
            node_id: string | null;
        };
        /** Registration */
        Registration: {
            /** Email */
            email: string;
            /**
             * First Name
             * @default
             */
            first_name: string;
            /**
             * Last Name
             * @default
             */
            last_name: string;
            /** Password */
            password: string;
        };
        /** Restore */
        Restore: {
            /** Batch Id */
            batch_id?: string | null;
            /** Expected Version */
            expected_version: number;
            /** Version */
            version: number;
        };
        /** Resumed */
        Resumed: {
            /** Position */
            position: number;
        };
        /** Session */
        Session: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            /**
             * Token Type
             * @constant
             */
            token_type: "bearer";
        };
        /** Started */
        Started: {
            /**
             * Execution Id
             * Format: uuid
             */
            execution_id: string;
            /** Position */
            position: number;
        };
        /**
         * Step
         * @description Edits that were made in one request, or in several of one step.
         */
        Step: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Changes */
            changes: {
                [key: string]: number;
            };
            /** Edits */
            edits: components["schemas"]["Edit"][] | null;
            /** First Version */
            first_version: number;
            /** Last Version */
            last_version: number;
        };
        /** Undo */
        Undo: {
            /** Batch Id */
            batch_id?: string | null;
            /** Expected Version */
            expected_version: number;
            /**
             * Skip
             * @default false
             */
            skip: boolean;
        };
        /** Undoable */
        Undoable: {
            redo: components["schemas"]["Step"] | null;
            undo: components["schemas"]["Step"] | null;
            /** Version */
            version: number;
        };
        /** Undone */
        Undone: {
            /** Definition Version */
            definition_version: number;
            /** Events */
            events: components["schemas"]["WorkflowEvent"][];
            /** Position */
            position: number;
            /** Problems */
            problems: components["schemas"]["Problem"][];
            redo: components["schemas"]["Step"] | null;
            undo: components["schemas"]["Step"] | null;
            /** Version */
            version: number;
        };
        /** User */
        User: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string;
            /** First Name */
            first_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Last Name */
            last_name: string;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * Version
         * @description Edits that belong together.
         */
        Version: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            author: components["schemas"]["Author"] | null;
            /**
             * Begun At
             * Format: date-time
             */
            begun_at: string;
            /** Changes */
            changes: {
                [key: string]: number;
            };
            /** Edits */
            edits: number;
            /** From Version */
            from_version: number;
            /** Is Published */
            is_published: boolean;
            /** Published At */
            published_at: string | null;
            /** Restored */
            restored: number | null;
            /** Version */
            version: number;
        };
        /** Versions */
        Versions: {
            /** Items */
            items: components["schemas"]["Version"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Waiting
         * @description A node run that waits for something.
         */
        Waiting: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "time" | "webhook" | "approval" | "call" | "decision";
            /** Message */
            message: string;
            /** Name */
            name: string;
            /** Node Id */
            node_id: string;
            /** Run Index */
            run_index: number;
            /** Until */
            until: string | null;
        };
        /**
         * WaitingLinks
         * @description What makes a waiting node run go on, without an account: ``webhook``, or ``approve`` and ``reject``.
         */
        WaitingLinks: {
            /** Links */
            links: {
                [key: string]: string;
            };
            /** Name */
            name: string;
            /** Node Id */
            node_id: string;
            /** Run Index */
            run_index: number;
        };
        /** Webhook */
        Webhook: {
            /** Methods */
            methods: string[];
            /** Node Id */
            node_id: string;
            /** Taken */
            taken: boolean;
            /** Url */
            url: string;
        };
        /** Workflow */
        Workflow: {
            /** Archived */
            archived: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Definition Version */
            definition_version: number;
            /** Description */
            description: string;
            /** Folder */
            folder: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Name */
            name: string;
            /** Position */
            position?: number | null;
            /** Problems */
            problems: components["schemas"]["Problem"][];
            /** Published Version */
            published_version: number | null;
            /** Tags */
            tags: string[];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
            /** Webhooks */
            webhooks: components["schemas"]["Webhook"][];
        };
        /**
         * WorkflowChange
         * @description What is left out stays as it is; ``folder: null`` takes it out of its folder.
         */
        WorkflowChange: {
            /** Description */
            description?: string | null;
            /** Folder */
            folder?: string | null;
            /** Name */
            name?: string | null;
            /** Tags */
            tags?: string[] | null;
        };
        /** WorkflowEvent */
        WorkflowEvent: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            author: components["schemas"]["Author"] | null;
            /** Batch Id */
            batch_id: string | null;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Position */
            position: number;
            /** Type */
            type: string;
            /** Version */
            version: number;
        };
        /** WorkflowEvents */
        WorkflowEvents: {
            /** Items */
            items: components["schemas"]["WorkflowEvent"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Workflows */
        Workflows: {
            /** Items */
            items: components["schemas"]["ListedWorkflow"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login_api_auth_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    logout_api_auth_logout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    refresh_api_auth_refresh_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    register_api_auth_register_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_all_api_environments_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environments"];
                };
            };
        };
    };
    list_all_api_executions_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
                /** @description Those that this execution called. */
                parent?: string | null;
                /** @description Text under search_keys. */
                q?: string | null;
                since?: string | null;
                /** @description Any of these. */
                status?: ("queued" | "running" | "waiting" | "completed" | "failed" | "cancelled" | "timed_out")[];
                trigger?: string | null;
                until?: string | null;
                workflow_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Executions"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_api_executions__execution_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_api_executions__execution_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    items_api_executions__execution_id__data__node_id__get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
                offset?: number;
                /** @description All ports, in order, where it is left out. */
                port?: string | null;
                /** @description Of all runs where it is left out; `last`: of the last that put something out there. */
                run_index?: number | "last" | null;
            };
            header?: never;
            path: {
                execution_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    events_api_executions__execution_id__events_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
                /** @description Log lines as well, between the events (live only). */
                logs?: boolean;
            };
            header?: {
                /** @description Resumes after this position. */
                "last-event-id"?: string | null;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                    "text/event-stream": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    fork_api_executions__execution_id__fork_post: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the end. */
                wait?: number | null;
            };
            header?: {
                /** @description The same key and body answer with the same execution. */
                "idempotency-key"?: string | null;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ForkRequest"] | null;
            };
        };
        responses: {
            /** @description It ended within the time to wait. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    lineage_api_executions__execution_id__lineage_get: {
        parameters: {
            query: {
                /** @description The item's, within what left the port. */
                item?: number;
                node_id: string;
                /** @description The earlier node. */
                of: string;
                /** @description The port that the item left by. */
                port?: string;
                /** @description `last`: the last that put something out there. */
                run_index?: number | "last";
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ancestor"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    links_api_executions__execution_id__links_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Links"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    logs_api_executions__execution_id__logs_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
                node_id?: string | null;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLines"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    nodes_api_executions__execution_id__nodes_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeRuns"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    resume_api_executions__execution_id__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resumed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_again_api_executions_forks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForkMany"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForksOfMany"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_all_api_files_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Those that its nodes made. */
                execution_id?: string | null;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Files"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    upload_api_files_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
        };
    };
    content_api_files__file_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The bytes that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_files__file_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    info_api_files__file_id__info_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_all_api_node_types_get: {
        parameters: {
            query?: {
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    stream_api_stream_get: {
        parameters: {
            query?: {
                /** @description `<id>` or `<id>@<position>`: its events and log lines past that position. */
                execution?: string[];
                /** @description `executions` or `workflows`, or with `@<position>`: what changes in the list. */
                list?: string[];
                /** @description `<id>` or `<id>@<position>`: its edits, and who is there. */
                workflow?: string[];
            };
            header?: {
                /** @description Resumes after this position. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_api_user_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    rename_api_user_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_password_api_user_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_all_api_workflows_get: {
        parameters: {
            query?: {
                /** @description Those, and no others. */
                archived?: boolean;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Empty: those in none. */
                folder?: string | null;
                is_active?: boolean | null;
                /** @description How many at most. */
                limit?: number;
                /** @description Part of a name. */
                q?: string | null;
                /** @description Newest or last changed first, or by name. */
                sort?: "created" | "updated" | "name";
                tag?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflows"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_workflows_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWorkflow"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_api_workflows__workflow_id__get: {
        parameters: {
            query?: {
                version?: number | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    archive_api_workflows__workflow_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_api_workflows__workflow_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    activate_api_workflows__workflow_id__activate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    edit_api_workflows__workflow_id__commands_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Commands"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    deactivate_api_workflows__workflow_id__deactivate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    define_api_workflows__workflow_id__definition_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDefinition"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    events_api_workflows__workflow_id__events_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
                /** @description Which come first. */
                order?: "oldest" | "newest";
                /** @description Only what came after this version. */
                since?: number;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowEvents"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    execute_api_workflows__workflow_id__execute_post: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the end. */
                wait?: number | null;
            };
            header?: {
                /** @description The same key and body answer with the same execution. */
                "idempotency-key"?: string | null;
            };
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Execute"] | null;
            };
        };
        responses: {
            /** @description It ended within the time to wait. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    tell_api_workflows__workflow_id__presence_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HereNow"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    publish_api_workflows__workflow_id__publish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    redo_api_workflows__workflow_id__redo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undo"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_workflows__workflow_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    unarchive_api_workflows__workflow_id__unarchive_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_api_workflows__workflow_id__undo_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undoable"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    undo_api_workflows__workflow_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undo"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    versions_api_workflows__workflow_id__versions_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Versions"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    folders_api_workflows_folders_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Labels"];
                };
            };
        };
    };
    tags_api_workflows_tags_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Labels"];
                };
            };
        };
    };
    alive_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    ready_readyz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
}
