#pragma once
/// Private to core/gallery: how a Gallery gets its stores, and the checks they share. Thread rule:
/// as Database.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/gallery/gallery.h"
#include "core/sqlite/database.h"

namespace descry {

std::unique_ptr<ItemStore> makeItemStore(Database& database);
std::unique_ptr<FailureStore> makeFailureStore(Database& database);
std::unique_ptr<EmbeddingStore> makeEmbeddingStore(Database& database);
std::unique_ptr<HistoryStore> makeHistoryStore(Database& database);

/// core/gallery/statistics.cpp.
GalleryStatistics readStatistics(Database& database);

/// The checksum an embedding is stored with.
std::uint64_t embeddingChecksum(const Embedding& embedding) noexcept;
/// Whether a stored row (type, dimension, checksum, bytes) is whole; fills `embedding.values`.
bool readVector(const Query& query, int firstColumn, Embedding& embedding);
/// Marks the embeddings of every bundle that knows the item as changed and deletes the item's.
void dropEmbeddings(Database& database, ItemId item);

std::int64_t nowMs() noexcept;
/// Refuses an item's path that is empty, absolute, leaves its root or holds NUL.
void checkItemPath(std::string_view path, ErrorCode code, const Database& database);
/// Refuses text that is not UTF-8 or holds NUL; `field` names it.
void checkText(const std::string& text, std::string_view field);

}  // namespace descry
