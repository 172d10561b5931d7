#include "core/synthetic/sample.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cctype>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

namespace descry::synthetic {
namespace {

using Json = nlohmann::ordered_json;

Json captionJson(const Caption& caption) {
    Json mentions = Json::array();
    for (const Mention& mention : caption.mentions) {
        mentions.push_back({{"attribute", mention.attribute},
                            {"value", mention.value},
                            {"part", labelText(labelOfAttribute(mention.attribute))},
                            {"begin", mention.begin},
                            {"end", mention.end}});
    }
    return {{"text", caption.text}, {"mentions", std::move(mentions)}};
}

Json captionList(const std::vector<Caption>& captions) {
    Json list = Json::array();
    for (const Caption& caption : captions) list.push_back(captionJson(caption));
    return list;
}

Json setJson(const AttributeSet& set) {
    Json object = Json::object();
    for (const auto& [name, value] : set) object[name] = value;
    return object;
}

}  // namespace

Json publishedRecord(const Sample& sample) {
    Json captions = Json::array();
    Json tokens = Json::array();
    for (const Caption& caption : sample.english) {
        captions.push_back(caption.text);
        tokens.push_back(wordsOf(caption.text));
    }
    return {{"split", sample.split},
            {"captions", std::move(captions)},
            {"file_path", sample.path},
            {"processed_tokens", std::move(tokens)},
            {"id", sample.personId}};
}

Json attributeRecord(const Sample& sample) {
    Json parts = Json::object();
    for (std::size_t i = 1; i < sample.counts.size(); ++i) {
        if (sample.counts[i] == 0) continue;
        parts[std::string(labelText(static_cast<Label>(i)))] =
            static_cast<double>(sample.counts[i]) / static_cast<double>(sample.numPixels);
    }
    return {{"file_path", sample.path},
            {"mask", maskPath(sample)},
            {"id", sample.personId},
            {"split", sample.split},
            {"camera", sample.camera},
            {"truth", setJson(sample.truth)},
            {"visible", setJson(sample.visible)},
            {"parts", std::move(parts)},
            {"captions", captionList(sample.english)},
            {"captions_zh", captionList(sample.chinese)}};
}

std::string metadataRow(const Sample& sample) {
    const auto time = static_cast<std::time_t>(sample.time);
    return fmt::format("{},camera-{},{:%Y-%m-%dT%H:%M:%SZ},{},{}",
                       "imgs/" + sample.path,
                       sample.camera + 1,
                       fmt::gmtime(time),
                       sample.track,
                       sample.personId);
}

std::vector<std::string> wordsOf(std::string_view caption) {
    std::vector<std::string> words;
    std::string word;
    for (const char letter : caption) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool isInside = std::isalnum(byte) != 0 || (letter == '-' && !word.empty());
        if (isInside) {
            word.push_back(static_cast<char>(std::tolower(byte)));
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string maskPath(const Sample& sample) {
    return "masks/" + sample.path.substr(0, sample.path.rfind('.')) + ".png";
}

}  // namespace descry::synthetic
