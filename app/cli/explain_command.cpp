// descry-cli explain: where and how far an image supports a description, word by word.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/map_options.h"
#include "app/cli/model_options.h"
#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/explain/explanation.h"
#include "core/explain/overlay.h"
#include "core/gallery/gallery.h"
#include "core/pixels/normalise.h"
#include "core/search/query_text.h"
#include "core/vision/decode.h"
#include "core/vision/encode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

struct ExplainCommand {
    ModelOptions model;
    std::string file;
    std::string gallery;
    std::optional<std::int64_t> item;
    std::string text;
    MapRequest request;
    double opacity = OverlayOptions{}.opacity;
    std::string out;
};

fs::path pictureOf(const ExplainCommand& command) {
    if (command.gallery.empty()) return command.file;
    const auto gallery = Gallery::open(command.gallery, Gallery::Access::ReadOnly);
    const auto item = gallery->items().find(ItemId{*command.item});
    if (!item) {
        fail(ErrorCode::NotFound,
             "{}: has no item {}; descry-cli search and gallery list name those it has",
             command.gallery,
             *command.item);
    }
    for (const Root& root : gallery->items().roots()) {
        if (root.id == item->root) return root.folder / item->path;
    }
    fail(ErrorCode::CorruptFile, "{}: item {} has no root", command.gallery, *command.item);
}

ImageTokens tokensOf(RasaModel& model, const RgbImage& picture, const std::stop_token& stop) {
    const auto side = static_cast<std::size_t>(model.config().imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(picture, static_cast<int>(side), pixels);
    EncodeOptions keep;
    keep.keepTokens = model.exactTokenFormat();
    keep.stop = stop;
    return std::move(model.encodeImages(pixels, keep).tokens.front());
}

/// "03-coat.png"; what a file name is better without is left out.
std::string fileNameOf(std::size_t number, std::string_view word) {
    std::string name = fmt::format("{:02}", number);
    std::string plain;
    for (const char c : word) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
    }
    if (!plain.empty()) name += "-" + plain.substr(0, 40);
    return name + ".png";
}

void writePicture(const fs::path& path, const RgbImage& picture) {
    AtomicFile file(path);
    file.write(encodePng(picture));
    file.commit();
}

/// A word with what it is called outside.
struct ShownWord {
    const WordExplanation& explanation;
    std::string text;
    std::string file;
};

std::vector<ShownWord> shownWords(const Explanation& explanation, const std::string& cleaned) {
    std::vector<ShownWord> shown;
    for (const WordExplanation& word : explanation.words) {
        const std::string text = cleaned.substr(word.span.begin, word.span.end - word.span.begin);
        shown.push_back({word, text, fileNameOf(shown.size() + 1, text)});
    }
    return shown;
}

void printWords(const CommandContext& context,
                const Explanation& explanation,
                const std::vector<ShownWord>& words) {
    context.print(
        fmt::format("match logit {:.4f}, layer {}", explanation.matchLogit, explanation.layer));
    context.print(
        fmt::format("{:>8}  {:>8}  {:>13}  {}", "support", "evidence", "contradiction", "word"));
    for (const ShownWord& word : words) {
        context.print(fmt::format("{:>+8.3f}  {:>8.3f}  {:>13.3f}  {}",
                                  word.explanation.support,
                                  word.explanation.evidence,
                                  word.explanation.contradiction,
                                  displayable(word.text)));
    }
}

nlohmann::json mapJson(const HeatMap& map) {
    return {{"width", map.width}, {"height", map.height}, {"values", map.values}};
}

nlohmann::json wordsJson(const std::vector<ShownWord>& words, const fs::path& folder) {
    nlohmann::json list = nlohmann::json::array();
    for (const ShownWord& word : words) {
        list.push_back({{"word", word.text},
                        {"begin", word.explanation.span.begin},
                        {"end", word.explanation.span.end},
                        {"mass", word.explanation.mass},
                        {"support", word.explanation.support},
                        {"evidence", word.explanation.evidence},
                        {"contradiction", word.explanation.contradiction},
                        {"map", mapJson(word.explanation.map)},
                        {"file", (folder / word.file).native()}});
    }
    return list;
}

void runExplain(const ExplainCommand& command, const CommandContext& context) {
    // The picture first: a wrong path is known before a large model is loaded.
    const fs::path path = pictureOf(command);
    const DecodedImage decoded = readImage(path);
    const auto bundle = Bundle::open(command.model.bundle);
    const QueryText query =
        prepareQuery(command.text, bundle->tokenizer(), bundle->config().maxWords);
    explainedLayer(bundle->config(), command.request);
    const auto model = loadModel(bundle, command.model, context);
    const ImageTokens tokens = tokensOf(*model, decoded.image, context.stopToken());
    const Explanation explanation =
        explainMatch(*model, query.encoding, tokens, command.request, context.stopToken());

    std::vector<Error> warnings = decoded.warnings;
    warnings.insert(warnings.end(), query.warnings.begin(), query.warnings.end());
    if (massOf(explanation.sentence) <= 0) {
        warnings.push_back(
            makeError(ErrorCode::NotFound,
                      "no word has any heat at layer {}; try another with --layer, or another "
                      "--variant",
                      explanation.layer));
    }
    const std::vector<ShownWord> words = shownWords(explanation, query.cleaned);
    const fs::path folder = command.out;
    makeFolder(folder);
    const OverlayOptions overlay{.opacity = command.opacity};
    const std::string sentenceFile = "00-sentence.png";
    writePicture(folder / sentenceFile, overlaid(decoded.image, explanation.sentence, overlay));
    for (const ShownWord& word : words) {
        const OverlayOptions weak{.opacity = command.opacity,
                                  .strength = word.explanation.evidence};
        writePicture(folder / word.file, overlaid(decoded.image, word.explanation.map, weak));
    }

    for (const Error& warning : warnings) context.warn(warning.what());
    printWords(context, explanation, words);
    context.printJson(
        {{"image", path.native()},
         {"query", command.text},
         {"cleanedQuery", query.cleaned},
         {"fingerprint", bundle->fingerprint()},
         {"device", deviceJson(model->device())},
         {"layer", explanation.layer},
         {"variant", variantName(command.request.variant)},
         {"matchLogit", explanation.matchLogit},
         {"sentence",
          {{"map", mapJson(explanation.sentence)}, {"file", (folder / sentenceFile).native()}}},
         {"words", wordsJson(words, folder)},
         {"warnings", textsOf(warnings)}});
}

}  // namespace

void addExplainCommand(CLI::App& app, CommandContext& context) {
    auto command = std::make_shared<ExplainCommand>();
    CLI::App* explain = addSubcommand(app,
                                      context,
                                      "explain",
                                      "Show where an image fits a description, word by word",
                                      [command, &context] { runExplain(*command, context); });
    addModelOptions(*explain, command->model);
    CLI::Option_group* source = explain->add_option_group("Picture");
    source->add_option("--image", command->file, "Picture file");
    CLI::Option* gallery = source->add_option("--gallery", command->gallery, "Gallery file");
    source->require_option(1);
    CLI::Option* item = explain->add_option(
        "--item", command->item, "Of the gallery, as search gives it with --json");
    gallery->needs(item);
    item->needs(gallery);
    explain->add_option("--text", command->text, "What the person looks like")->required();
    explain->add_option("--layer",
                        command->request.layer,
                        "Fusion layer read, counted from the first text layer; else the last, or "
                        "for gradient about two thirds up. Words have no gradient at the last");
    explain
        ->add_option("--variant",
                     command->request.variant,
                     "focus (rollout beyond an even look), rollout (attention through the layers), "
                     "raw (attention alone) or gradient (Grad-CAM); else focus")
        ->transform(CLI::CheckedTransformer(mapVariants()));
    explain->add_option("--opacity", command->opacity, "Of the hottest place, 0 to 1")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    explain->add_option("--out", command->out, "Folder for a PNG per word and the sentence's")
        ->required();
}

}  // namespace descry
