#include "core/gallery/migrations.h"

#include <array>

namespace descry {
namespace {

// Ids of items are never used again (AUTOINCREMENT), so that a side file that outlived an item
// cannot speak of another one. Paths are blobs: they hold any bytes. Embeddings are clustered by
// bundle, because they are read whole bundle by whole bundle.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roots(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE items(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL CHECK(length(path) > 0),
    content_hash BLOB NOT NULL CHECK(length(content_hash) = 32),
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    state INTEGER NOT NULL CHECK(state IN (0, 1)),
    camera TEXT,
    time_ms INTEGER,
    time_zone TEXT,
    track TEXT,
    person TEXT,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    UNIQUE(root_id, path)
) STRICT;
CREATE INDEX items_by_content ON items(content_hash);
CREATE INDEX items_by_camera ON items(camera, time_ms) WHERE camera IS NOT NULL;
CREATE INDEX items_by_time ON items(time_ms) WHERE time_ms IS NOT NULL;
CREATE INDEX items_by_person ON items(person) WHERE person IS NOT NULL;
CREATE INDEX items_missing ON items(id) WHERE state = 1;

CREATE TABLE captions(
    item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY(item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags(
    item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY(item_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags(tag);

CREATE TABLE thumbnails(
    item_id INTEGER PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
    jpeg BLOB NOT NULL
) STRICT;

CREATE TABLE failures(
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL CHECK(length(path) > 0),
    reason TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    PRIMARY KEY(root_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundles(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    generation INTEGER NOT NULL,
    num_embeddings INTEGER NOT NULL
) STRICT;

CREATE TABLE embeddings(
    bundle_id INTEGER NOT NULL REFERENCES bundles(id),
    item_id INTEGER NOT NULL REFERENCES items(id),
    dimension INTEGER NOT NULL,
    type INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY(bundle_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX embeddings_by_item ON embeddings(item_id);

CREATE TABLE index_runs(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    settings TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    outcome TEXT,
    num_indexed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE queries(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    filter TEXT NOT NULL,
    time_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE saved_searches(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    filter TEXT NOT NULL,
    time_ms INTEGER NOT NULL
) STRICT;
)sql";

// Why a file failed as core/base/error_json.h keeps it; `reason` says it in English, and is all
// that is known of older failures.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE failures ADD COLUMN error TEXT;
)sql";

constexpr std::array kMigrations{kVersion1, kVersion2};

}  // namespace

Migrations galleryMigrations() noexcept { return kMigrations; }

}  // namespace descry
