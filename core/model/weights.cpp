#include "core/model/weights.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Shape = std::vector<std::int64_t>;

/// Names whose momentum copy has `_m` before the first dot.
constexpr std::array<std::string_view, 4> kMomentumModules{
    "visual_encoder", "vision_proj", "text_encoder", "text_proj"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kTied{{
    {"text_encoder.cls.predictions.decoder.bias", "text_encoder.cls.predictions.bias"},
    {"text_encoder.cls.predictions.decoder.weight",
     "text_encoder.bert.embeddings.word_embeddings.weight"},
}};

/// What stands for the type of weights where a file has another.
constexpr const char* kFloats = "floats";

constexpr std::string_view kPositionIds = "text_encoder.bert.embeddings.position_ids";

class TensorList {
  public:
    void add(std::string name, Shape shape) {
        m_tensors.push_back({std::move(name), std::move(shape)});
    }
    void addLinear(const std::string& name, std::int64_t in, std::int64_t out) {
        add(name + ".weight", {out, in});
        add(name + ".bias", {out});
    }
    void addNorm(const std::string& name, std::int64_t width) {
        add(name + ".weight", {width});
        add(name + ".bias", {width});
    }
    std::vector<ExpectedTensor> sorted() && {
        std::ranges::sort(m_tensors, {}, &ExpectedTensor::name);
        return std::move(m_tensors);
    }

  private:
    std::vector<ExpectedTensor> m_tensors;
};

void addImageEncoder(TensorList& list, const RasaConfig& config) {
    const std::string root = "visual_encoder.";
    const std::int64_t width = config.vit.embedDim;
    list.add(root + "cls_token", {1, 1, width});
    list.add(root + "pos_embed", {1, config.numImageTokens(), width});
    list.add(root + "patch_embed.proj.weight", {width, 3, config.patchSize, config.patchSize});
    list.add(root + "patch_embed.proj.bias", {width});
    for (std::int64_t i = 0; i < config.vit.depth; ++i) {
        const std::string block = fmt::format("{}blocks.{}.", root, i);
        list.addNorm(block + "norm1", width);
        list.addLinear(block + "attn.qkv", width, 3 * width);
        list.addLinear(block + "attn.proj", width, width);
        list.addNorm(block + "norm2", width);
        list.addLinear(block + "mlp.fc1", width, width * config.vit.mlpRatio);
        list.addLinear(block + "mlp.fc2", width * config.vit.mlpRatio, width);
    }
    list.addNorm(root + "norm", width);
}

/// One attention of a BERT layer; keys and values read tokens of `sourceWidth`.
void addBertAttention(TensorList& list,
                      const std::string& name,
                      std::int64_t width,
                      std::int64_t sourceWidth) {
    list.addLinear(name + ".self.query", width, width);
    list.addLinear(name + ".self.key", sourceWidth, width);
    list.addLinear(name + ".self.value", sourceWidth, width);
    list.addLinear(name + ".output.dense", width, width);
    list.addNorm(name + ".output.LayerNorm", width);
}

void addTextEncoder(TensorList& list, const BertConfig& bert) {
    const std::string root = "text_encoder.bert.";
    const std::int64_t width = bert.hiddenSize;
    list.add(root + "embeddings.word_embeddings.weight", {bert.vocabSize, width});
    list.add(root + "embeddings.position_embeddings.weight", {bert.maxPositionEmbeddings, width});
    list.add(root + "embeddings.token_type_embeddings.weight", {bert.typeVocabSize, width});
    list.addNorm(root + "embeddings.LayerNorm", width);
    for (std::int64_t i = 0; i < bert.numHiddenLayers; ++i) {
        const std::string layer = fmt::format("{}encoder.layer.{}.", root, i);
        addBertAttention(list, layer + "attention", width, width);
        if (i >= bert.fusionLayer) {
            addBertAttention(list, layer + "crossattention", width, bert.encoderWidth);
        }
        list.addLinear(layer + "intermediate.dense", width, bert.intermediateSize);
        list.addLinear(layer + "output.dense", bert.intermediateSize, width);
        list.addNorm(layer + "output.LayerNorm", width);
    }
    list.addLinear("text_encoder.cls.predictions.transform.dense", width, width);
    list.addNorm("text_encoder.cls.predictions.transform.LayerNorm", width);
    list.add("text_encoder.cls.predictions.bias", {bert.vocabSize});
}

/// "text_encoder_m.bert..." -> "text_encoder.bert..."; "" for a name that is no momentum copy.
std::string onlineNameOf(std::string_view name) {
    for (const std::string_view module : kMomentumModules) {
        if (!name.starts_with(module)) continue;
        const std::string_view rest = name.substr(module.size());
        if (rest.starts_with("_m.")) return fmt::format("{}{}", module, rest.substr(2));
    }
    return "";
}

/// The momentum copy's name; "" for a tensor that has none.
std::string momentumNameOf(std::string_view name) {
    for (const std::string_view module : kMomentumModules) {
        if (name.starts_with(module) && name.substr(module.size()).starts_with('.')) {
            return fmt::format("{}_m{}", module, name.substr(module.size()));
        }
    }
    return "";
}

/// Whether a tensor beside the online model belongs to the state of a RaSa or ALBEF training.
bool isKnownBeside(std::string_view name, const std::set<std::string, std::less<>>& online) {
    if (name == "image_queue" || name == "text_queue" || name == "idx_queue" ||
        name == "queue_ptr") {
        return true;
    }
    const std::string onlineName = onlineNameOf(name);
    const std::string_view plain = onlineName.empty() ? name : std::string_view(onlineName);
    if (plain == kPositionIds) return true;
    for (const auto& [duplicate, kept] : kTied) {
        if (plain == duplicate) return true;
    }
    return !onlineName.empty() && online.contains(plain);
}

bool isFloat(DType type) noexcept {
    return type == DType::F16 || type == DType::BF16 || type == DType::F32 || type == DType::F64;
}

void appendNames(std::string& text,
                 std::string_view heading,
                 const std::vector<std::string>& names) {
    if (names.empty()) return;
    if (!text.empty()) text += '\n';
    text += fmt::format("{} {}:", heading, names.size() == 1 ? "tensor" : "tensors");
    for (const std::string& name : names) text += "\n  " + displayable(name);
}

}  // namespace

std::string shownShape(std::span<const std::int64_t> shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

void readInPieces(const TensorFile& file,
                  const TensorEntry& tensor,
                  const std::function<void(std::span<const std::byte>)>& take) {
    constexpr std::size_t kPieceBytes = std::size_t{4} << 20;
    const std::size_t step = byteSize(tensor.dtype);
    const std::size_t sizeBytes = tensor.sizeBytes();
    std::vector<std::byte> piece(std::min(sizeBytes, kPieceBytes));
    for (std::size_t begin = 0; begin < sizeBytes; begin += piece.size()) {
        const auto part = std::span(piece).first(std::min(piece.size(), sizeBytes - begin));
        file.readPart(tensor, static_cast<std::int64_t>(begin / step), part);
        take(part);
    }
}

std::string WeightMismatch::describe() const {
    std::string text;
    appendNames(text, fmt::format("{} missing", missing.size()), missing);
    appendNames(text, fmt::format("{} unexpected", unexpected.size()), unexpected);
    appendNames(text, fmt::format("{} misshapen", misshapen.size()), misshapen);
    return text;
}

std::span<const std::pair<std::string_view, std::string_view>> tiedTensors() {
    return kTied;
}

std::string onlineParameterOf(std::string_view name) {
    std::string online = onlineNameOf(name);
    if (online.empty()) online = name;
    for (const auto& [duplicate, kept] : kTied) {
        if (online == duplicate) return std::string(kept);
    }
    return online;
}

std::vector<ExpectedTensor> expectedTensors(const RasaConfig& config) {
    TensorList list;
    addImageEncoder(list, config);
    addTextEncoder(list, config.bert);
    list.addLinear("vision_proj", config.vit.embedDim, config.embedDim);
    list.addLinear("text_proj", config.bert.hiddenSize, config.embedDim);
    for (const char* head : {"itm_head", "prd_head", "mrtd_head"}) {
        list.addLinear(head, config.bert.hiddenSize, 2);
    }
    list.add("temp", {});
    return std::move(list).sorted();
}

std::vector<StateTensor> expectedState(const RasaConfig& config) {
    std::vector<StateTensor> state;
    for (ExpectedTensor& tensor : expectedTensors(config)) {
        for (const auto& [duplicate, kept] : kTied) {
            if (tensor.name == kept) state.push_back({std::string(duplicate), tensor.shape});
        }
        state.push_back({std::move(tensor.name), std::move(tensor.shape)});
    }
    state.push_back(
        {std::string(kPositionIds), {1, config.bert.maxPositionEmbeddings}, DType::I64});
    std::vector<StateTensor> copies;
    for (const StateTensor& tensor : state) {
        std::string name = momentumNameOf(tensor.name);
        if (!name.empty()) copies.push_back({std::move(name), tensor.shape, tensor.dtype});
    }
    std::ranges::move(copies, std::back_inserter(state));
    state.push_back({"image_queue", {config.embedDim, config.queueSize}});
    state.push_back({"text_queue", {config.embedDim, config.queueSize}});
    state.push_back({"idx_queue", {1, config.queueSize}, DType::I64});
    state.push_back({"queue_ptr", {1}, DType::I64});
    std::ranges::sort(state, {}, &StateTensor::name);
    return state;
}

StateTensors::StateTensors(const TensorFile& file) {
    constexpr std::string_view kWrapper = "module.";
    for (const TensorEntry& entry : file.tensors()) {
        std::string_view name = entry.name;
        while (name.starts_with(kWrapper)) name.remove_prefix(kWrapper.size());
        const auto [place, isNew] = m_tensors.emplace(name, &entry);
        if (isNew) continue;
        fail(ErrorCode::InvalidInput,
             "{}: has both \"{}\" and \"{}\", which are one tensor's name",
             displayable(file.path().native()),
             displayable(place->second->name),
             displayable(entry.name));
    }
    // A writer that stores shared tensors once may have kept either name.
    for (const auto& [duplicate, kept] : kTied) {
        const std::string copyOfDuplicate = momentumNameOf(duplicate);
        const std::string copyOfKept = momentumNameOf(kept);
        shareBetween(duplicate, kept);
        shareBetween(copyOfDuplicate, copyOfKept);
    }
}

void StateTensors::shareBetween(std::string_view first, std::string_view second) {
    if (const TensorEntry* entry = find(first)) m_tensors.emplace(second, entry);
    if (const TensorEntry* entry = find(second)) m_tensors.emplace(first, entry);
}

const TensorEntry* StateTensors::find(std::string_view name) const {
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : found->second;
}

std::vector<TensorMismatch> listMismatches(const StateTensors& weights, const RasaConfig& config) {
    using Kind = TensorMismatch::Kind;
    std::vector<TensorMismatch> found;
    std::set<std::string, std::less<>> online;
    for (const ExpectedTensor& tensor : expectedTensors(config)) {
        online.insert(tensor.name);
        const std::string expected = shownShape(tensor.shape);
        const TensorEntry* entry = weights.find(tensor.name);
        if (entry == nullptr) {
            found.push_back({Kind::Missing, tensor.name, "", expected});
        } else if (entry->shape != tensor.shape) {
            found.push_back({Kind::Misshapen, tensor.name, shownShape(entry->shape), expected});
        } else if (!isFloat(entry->dtype)) {
            found.push_back(
                {Kind::Misshapen, tensor.name, std::string(torchName(entry->dtype)), kFloats});
        }
    }
    for (const auto& [name, entry] : weights.all()) {
        if (online.contains(name) || isKnownBeside(name, online)) continue;
        found.push_back({Kind::Unexpected, name, shownShape(entry->shape), ""});
    }
    std::ranges::stable_sort(found, {}, &TensorMismatch::kind);
    return found;
}

WeightMismatch namesOf(const std::vector<TensorMismatch>& tensors) {
    WeightMismatch mismatch;
    for (const TensorMismatch& tensor : tensors) {
        if (tensor.kind == TensorMismatch::Kind::Missing) {
            mismatch.missing.push_back(tensor.name);
        } else if (tensor.kind == TensorMismatch::Kind::Unexpected) {
            mismatch.unexpected.push_back(tensor.name);
        } else if (tensor.expected == kFloats) {
            mismatch.misshapen.push_back(fmt::format(
                "{}: file has {} values, weights are floats", tensor.name, tensor.inFile));
        } else {
            mismatch.misshapen.push_back(fmt::format("{}: file has {}, the config asks for {}",
                                                     tensor.name,
                                                     tensor.inFile,
                                                     tensor.expected));
        }
    }
    return mismatch;
}

WeightMismatch compareWeights(const StateTensors& weights, const RasaConfig& config) {
    return namesOf(listMismatches(weights, config));
}

WeightMismatch compareWeights(const TensorFile& weights, const RasaConfig& config) {
    return compareWeights(StateTensors(weights), config);
}

}  // namespace descry
