#include "core/model/checkpoint_import.h"

#include <fnmatch.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/half.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/mapped_file.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "core/model/config.h"
#include "core/model/fingerprint.h"
#include "core/model/initial_values.h"
#include "core/model/tokenizer_fit.h"
#include "core/model/weights.h"
#include "core/tensorfile/safetensors_writer.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

/// A file of the folder that is not in place yet: the folder's commit flushes it to the disk.
void writeText(const fs::path& path, std::string_view text) {
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (file) return;
    const int reason = errno;
    fail(writeErrorCode(reason),
         "{} of the bundle cannot be written: {}",
         displayable(path.filename().native()),
         std::generic_category().message(reason));
}

DType storedType(WeightType type) noexcept {
    if (type == WeightType::F16) return DType::F16;
    return type == WeightType::BF16 ? DType::BF16 : DType::F32;
}

/// Float elements of any width as float32; a double too large for it becomes infinite.
void widen(DType type, std::span<const std::byte> in, std::span<float> out) {
    const std::size_t step = byteSize(type);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::byte* place = in.data() + i * step;
        std::uint16_t half = 0;
        double wide = 0.0;
        switch (type) {
            case DType::F32:
                std::memcpy(&out[i], place, sizeof(float));
                break;
            case DType::F64:
                std::memcpy(&wide, place, sizeof(wide));
                out[i] = static_cast<float>(wide);
                break;
            case DType::BF16:
                std::memcpy(&half, place, sizeof(half));
                out[i] = bfloat16ToFloat(half);
                break;
            default:
                std::memcpy(&half, place, sizeof(half));
                out[i] = halfToFloat(half);
                break;
        }
    }
}

/// Rounds to the stored type; true if every value is finite there.
bool narrow(std::span<const float> in, DType type, std::span<std::byte> out) {
    bool isFinite = true;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (type == DType::F32) {
            std::memcpy(out.data() + i * sizeof(float), &in[i], sizeof(float));
            continue;
        }
        const bool isHalf = type == DType::F16;
        const std::uint16_t code = isHalf ? floatToHalf(in[i]) : floatToBfloat16(in[i]);
        const std::uint16_t exponent = isHalf ? 0x7c00 : 0x7f80;
        isFinite = isFinite && (code & exponent) != exponent;
        std::memcpy(out.data() + i * sizeof(code), &code, sizeof(code));
    }
    return isFinite;
}

/// Counts the bytes of one stage, reports them and obeys the stop.
class StageCounter {
  public:
    StageCounter(const ImportOptions& options, std::string stage, std::int64_t totalBytes)
        : m_options(options), m_stage(std::move(stage)), m_totalBytes(totalBytes) {}

    void add(std::size_t numBytes) {
        if (m_options.stop.stop_requested()) {
            fail(ErrorCode::Cancelled, "the import was stopped; nothing was written");
        }
        m_doneBytes += static_cast<std::int64_t>(numBytes);
        if (m_options.progress) m_options.progress(m_stage, m_doneBytes, m_totalBytes);
    }

  private:
    const ImportOptions& m_options;
    std::string m_stage;
    std::int64_t m_totalBytes;
    std::int64_t m_doneBytes = 0;
};

/// Sends tensors, one after the other, to the weights file and the fingerprint.
class WeightStream {
  public:
    WeightStream(SafetensorsWriter& writer, FingerprintHash& hash, const std::string& source)
        : m_writer(writer), m_hash(hash), m_source(source) {}

    /// Starts a tensor as it will be stored; its values follow in pieces.
    void begin(const TensorEntry& tensor) {
        m_tensor = &tensor;
        m_hash.beginTensor(tensor);
    }

    void add(DType sourceType, std::span<const std::byte> bytes) {
        m_values.resize(bytes.size() / byteSize(sourceType));
        m_stored.resize(m_values.size() * byteSize(m_tensor->dtype));
        widen(sourceType, bytes, m_values);
        requireFinite();
        if (!narrow(m_values, m_tensor->dtype, m_stored)) failOverflow();
        m_hash.update(m_stored);
        m_writer.write(m_stored);
    }

  private:
    void requireFinite() const {
        if (std::ranges::all_of(m_values, [](float value) { return std::isfinite(value); })) return;
        fail(ErrorCode::InvalidInput,
             "{}: {} holds a value that is not finite; the training that wrote it went wrong",
             m_source,
             m_tensor->name);
    }

    [[noreturn]] void failOverflow() const {
        fail(ErrorCode::InvalidInput,
             "{}: {} holds a value too large for {}; store the weights in another type",
             m_source,
             m_tensor->name,
             torchName(m_tensor->dtype));
    }

    SafetensorsWriter& m_writer;
    FingerprintHash& m_hash;
    const std::string& m_source;
    const TensorEntry* m_tensor = nullptr;
    std::vector<float> m_values;
    std::vector<std::byte> m_stored;
};

/// One import: what was read so far, and what the card will say.
class CheckpointImport {
  public:
    CheckpointImport(const fs::path& checkpoint, const ImportOptions& options)
        : m_options(options),
          m_sourceName(shown(checkpoint)),
          m_checkpoint(checkpoint),
          m_file(openTensorFile(checkpoint)),
          m_tensors(*m_file) {}

    void resolve() {
        std::optional<Json> given;
        std::string givenName;
        if (m_options.config) {
            givenName = shown(*m_options.config);
            given = readJsonFile(*m_options.config, {.maxBytes = kMaxConfigBytes});
        }
        ResolvedConfig resolved = resolveConfigWithWarnings(*m_file, given, givenName);
        m_config = std::move(resolved.config);
        m_warnings = std::move(resolved.warnings);
        WeightMismatch mismatch = compareWeights(m_tensors, m_config);
        takeAllowed(mismatch.missing);
        if (!mismatch.empty()) failMismatch(mismatch);
        requireTiedEqual();
    }

    void readVocabulary() {
        const fs::path& file = m_options.vocabFile;
        const bool isSentencePiece = file.extension() == ".model";
        m_vocabName = isSentencePiece ? kSentencePieceFile : kWordPieceFile;
        const auto tokenizer = isSentencePiece ? loadSentencePiece(file) : loadTokenizer(file);
        requireTokenizerFits(*tokenizer, shown(file), m_config);
        Json training = Json::parse(m_config.training);
        training["tokens"] = tokensJson(tokenizer->specialTokens());
        m_config.training = training.dump();
        m_vocabulary = readFile(file, kMaxTokenizerBytes);
    }

    void write(const fs::path& folder) {
        const std::string config =
            toJson(m_config).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
        if (config.size() > kMaxConfigBytes) {
            fail(ErrorCode::InvalidInput,
                 "{}: its config has {} bytes, and at most {} are kept",
                 m_sourceName,
                 config.size(),
                 kMaxConfigBytes);
        }
        writeText(folder / kConfigFile, config);
        writeText(folder / m_vocabName, m_vocabulary);
        const std::string fingerprint = writeWeights(folder / kWeightsFile);
        writeText(folder / kCardFile, card(fingerprint));
        writeFingerprintCache(folder, m_vocabName, fingerprint);
    }

    std::vector<Error> takeWarnings() { return std::move(m_warnings); }

  private:
    [[noreturn]] void failMismatch(const WeightMismatch& mismatch) const {
        std::vector<TensorMismatch> tensors = listMismatches(m_tensors, m_config);
        std::erase_if(tensors, [&](const TensorMismatch& tensor) {
            return tensor.kind == TensorMismatch::Kind::Missing &&
                   std::ranges::find(mismatch.missing, tensor.name) == mismatch.missing.end();
        });
        throw MismatchError(makeError(ErrorCode::InvalidInput,
                                      "{}: is not a complete RaSa model\n{}",
                                      m_sourceName,
                                      mismatch.describe()),
                            std::move(tensors));
    }

    /// Moves names that a pattern allows from `missing` to m_initialised.
    void takeAllowed(std::vector<std::string>& missing) {
        for (const std::string& pattern : m_options.allowMissing) {
            const auto matches = [&](const std::string& name) {
                return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
            };
            const auto allowed = std::ranges::stable_partition(missing, std::not_fn(matches));
            if (allowed.empty()) {
                m_warnings.push_back(makeError(ErrorCode::InvalidInput,
                                               "no missing tensor matches the pattern \"{}\"",
                                               displayable(pattern)));
            }
            m_initialised.insert(m_initialised.end(), allowed.begin(), allowed.end());
            missing.erase(allowed.begin(), allowed.end());
        }
        std::ranges::sort(m_initialised);
        if (m_initialised.empty()) return;
        m_warnings.push_back(m_initialised.size() == 1
                                 ? makeError(ErrorCode::InvalidInput,
                                             "1 missing tensor has untrained initial values: {}",
                                             m_initialised.front())
                                 : makeError(ErrorCode::InvalidInput,
                                             "{} missing tensors have untrained initial values: {}",
                                             m_initialised.size(),
                                             fmt::join(m_initialised, ", ")));
    }

    std::string hashOf(const TensorEntry& entry, StageCounter& counter) const {
        Sha256 hash;
        readInPieces(*m_file, entry, [&](std::span<const std::byte> part) {
            hash.update(part);
            counter.add(part.size());
        });
        return hash.hexDigest();
    }

    /// SHA-256 of the whole checkpoint, which may be several times as large as the model in it.
    std::string hashOfCheckpoint() const {
        constexpr std::size_t kPieceBytes = std::size_t{8} << 20;
        const MappedFile file(m_checkpoint, MappedFile::Access::Sequential);
        const auto bytes = file.bytes();
        StageCounter counter(
            m_options, "hashing the checkpoint", static_cast<std::int64_t>(bytes.size()));
        Sha256 hash;
        for (std::size_t begin = 0; begin < bytes.size(); begin += kPieceBytes) {
            const auto piece = bytes.subspan(begin, std::min(kPieceBytes, bytes.size() - begin));
            hash.update(piece);
            file.release(begin, piece.size());
            counter.add(piece.size());
        }
        return hash.hexDigest();
    }

    /// The reference stores these twice; two different values would make the import a guess.
    void requireTiedEqual() {
        std::size_t totalBytes = 0;
        for (const auto& [duplicate, kept] : tiedTensors()) {
            for (const std::string_view name : {duplicate, kept}) {
                if (const TensorEntry* entry = m_tensors.find(name))
                    totalBytes += entry->sizeBytes();
            }
        }
        StageCounter counter(
            m_options, "comparing tied tensors", static_cast<std::int64_t>(totalBytes));
        for (const auto& [duplicate, kept] : tiedTensors()) {
            const TensorEntry* first = m_tensors.find(duplicate);
            const TensorEntry* second = m_tensors.find(kept);
            if (first == second) continue;  // Stored under one name, or allowed to be missing.
            const bool isSame = first->dtype == second->dtype && first->shape == second->shape &&
                                hashOf(*first, counter) == hashOf(*second, counter);
            if (isSame) continue;
            fail(ErrorCode::InvalidInput,
                 "{}: {} and {} are one tensor in RaSa, but differ here",
                 m_sourceName,
                 duplicate,
                 kept);
        }
    }

    std::string writeWeights(const fs::path& file) {
        const DType type = storedType(m_options.weightType);
        std::vector<TensorEntry> entries;
        std::int64_t totalBytes = 0;
        for (ExpectedTensor& tensor : expectedTensors(m_config)) {
            entries.push_back({std::move(tensor.name), type, std::move(tensor.shape)});
            const TensorEntry* source = m_tensors.find(entries.back().name);
            if (source != nullptr) totalBytes += static_cast<std::int64_t>(source->sizeBytes());
        }
        SafetensorsWriter writer(file, entries, {{"format", "pt"}});
        FingerprintHash hash(m_config, m_vocabName, m_vocabulary);
        WeightStream stream(writer, hash, m_sourceName);
        StageCounter counter(m_options, "writing weights", totalBytes);
        for (const TensorEntry& entry : entries) {
            stream.begin(entry);
            if (const TensorEntry* source = m_tensors.find(entry.name)) {
                readInPieces(*m_file, *source, [&](std::span<const std::byte> part) {
                    stream.add(source->dtype, part);
                    counter.add(part.size());
                });
            } else {
                const std::vector<float> values = initialValues(entry.name, entry.shape, m_config);
                stream.add(DType::F32, std::as_bytes(std::span(values)));
            }
        }
        writer.commit();
        return hash.hexDigest();
    }

    std::string card(const std::string& fingerprint) const {
        std::string text = fmt::format(
            "# A RaSa model for Descry\n\n"
            "Finds people in pictures by a written description. Imported by Descry {}.\n\n"
            "- Weights: from `{}`, SHA-256 {}; stored as {}\n"
            "- Fingerprint: {}\n"
            "- Pictures: {} x {} pixels in patches of {}; image encoder of width {}, {} layers, {} "
            "heads\n"
            "- Text: encoder of width {}, {} layers, {} heads; layers from {} on read the image; "
            "at "
            "most {} words\n"
            "- Joint embedding: {} values\n"
            "- Vocabulary: `{}`, {} pieces, SHA-256 {}\n",
            kVersion,
            displayable(m_checkpoint.filename().native()),
            hashOfCheckpoint(),
            torchName(storedType(m_options.weightType)),
            fingerprint,
            m_config.imageRes,
            m_config.imageRes,
            m_config.patchSize,
            m_config.vit.embedDim,
            m_config.vit.depth,
            m_config.vit.numHeads,
            m_config.bert.hiddenSize,
            m_config.bert.numHiddenLayers,
            m_config.bert.numAttentionHeads,
            m_config.bert.fusionLayer,
            m_config.maxWords,
            m_config.embedDim,
            m_vocabName,
            m_config.bert.vocabSize,
            sha256Hex(m_vocabulary));
        if (!m_options.vocabNotice.empty()) {
            text += fmt::format("\n## Vocabulary\n\n{}\n", m_options.vocabNotice);
        }
        if (!m_initialised.empty()) {
            text +=
                "\n## Untrained tensors\n\nThe checkpoint lacks these; they have initial "
                "values, and what is computed with them means nothing until training.\n\n";
            for (const std::string& name : m_initialised) text += fmt::format("- `{}`\n", name);
        }
        if (!m_options.cardNotes.empty()) text += "\n" + m_options.cardNotes;
        return text;
    }

    const ImportOptions& m_options;
    std::string m_sourceName;
    fs::path m_checkpoint;
    std::unique_ptr<TensorFile> m_file;
    StateTensors m_tensors;
    RasaConfig m_config;
    std::string_view m_vocabName;
    std::string m_vocabulary;
    std::vector<std::string> m_initialised;
    std::vector<Error> m_warnings;
};

}  // namespace

std::vector<Error> importCheckpoint(const fs::path& checkpoint,
                                    const fs::path& outFolder,
                                    const ImportOptions& options) {
    AtomicFolder folder(outFolder);
    CheckpointImport import(checkpoint, options);
    import.resolve();
    import.readVocabulary();
    import.write(folder.path());
    folder.commit();
    return import.takeWarnings();
}

}  // namespace descry
