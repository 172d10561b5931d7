// descry-cli model: import, show and check models.

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/unicode.h"
#include "core/model/bundle.h"
#include "core/model/default_vocabulary.h"
#include "core/tensorfile/tensor_check.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct ImportArguments {
    std::string checkpoint;
    std::string vocabulary;
    std::string config;
    std::string weights = "fp32";
    std::vector<std::string> allowMissing;
    std::string out;
};

void chooseVocabulary(const ImportArguments& arguments, ImportOptions& options) {
    if (!arguments.vocabulary.empty()) {
        options.vocabFile = arguments.vocabulary;
        return;
    }
    DefaultVocabulary vocabulary = installedVocabulary();
    options.vocabFile = std::move(vocabulary.file);
    options.vocabNotice = std::move(vocabulary.notice);
}

WeightType weightTypeOf(const std::string& name) {
    if (name == "fp16") return WeightType::F16;
    return name == "bf16" ? WeightType::BF16 : WeightType::F32;
}

std::int64_t numParameters(const RasaConfig& config) {
    std::int64_t total = 0;
    for (const ExpectedTensor& tensor : expectedTensors(config)) {
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape) count *= size;
        total += count;
    }
    return total;
}

Json describeBundle(const Bundle& bundle) {
    const TensorEntry* temperature = bundle.weights().find("temp");
    return {{"kind", "bundle"},
            {"path", bundle.path().string()},
            {"name", bundle.name()},
            {"fingerprint", bundle.fingerprint()},
            {"config", toJson(bundle.config())},
            {"parameters", numParameters(bundle.config())},
            {"dtype", torchName(temperature->dtype)},
            {"vocabulary", bundle.tokenizer().vocabularySize()},
            {"ranking", toJson(bundle.ranking())}};
}

const char* kindName(TensorFileKind kind) {
    switch (kind) {
        case TensorFileKind::Safetensors:
            return "safetensors";
        case TensorFileKind::ZipCheckpoint:
            return "checkpoint";
        default:
            return "legacy checkpoint";
    }
}

/// What an import would take, as far as the file alone tells.
Json describeFile(const TensorFile& file) {
    Json tensors = Json::object();
    for (const TensorEntry& entry : file.tensors()) {
        tensors[displayable(entry.name)] = {{"dtype", torchName(entry.dtype)},
                                            {"shape", entry.shape}};
    }
    Json answer = {{"kind", kindName(file.kind())},
                   {"path", file.path().string()},
                   {"metadata", file.metadata()},
                   {"tensors", std::move(tensors)}};
    try {
        const ResolvedConfig resolved = resolveConfigWithWarnings(file, {});
        const WeightMismatch mismatch = compareWeights(file, resolved.config);
        answer["config"] = toJson(resolved.config);
        answer["missing"] = mismatch.missing;
        answer["unexpected"] = mismatch.unexpected;
        answer["misshapen"] = mismatch.misshapen;
        answer["problem"] = nullptr;
    } catch (const Error& error) {
        answer["config"] = nullptr;
        answer["problem"] = error.what();
    }
    return answer;
}

std::string summaryOf(const RasaConfig& config) {
    return fmt::format(
        "pictures:    {} x {} pixels, patches of {}, width {}, {} layers, {} heads\n"
        "text:        width {}, {} layers ({} of text alone), {} heads, {} pieces, {} words\n"
        "embedding:   {} values",
        config.imageRes,
        config.imageRes,
        config.patchSize,
        config.vit.embedDim,
        config.vit.depth,
        config.vit.numHeads,
        config.bert.hiddenSize,
        config.bert.numHiddenLayers,
        config.bert.fusionLayer,
        config.bert.numAttentionHeads,
        config.bert.vocabSize,
        config.maxWords,
        config.embedDim);
}

void showBundle(CommandContext& context, const fs::path& folder) {
    const auto bundle = Bundle::open(folder);
    const Json answer = describeBundle(*bundle);
    context.print(fmt::format("bundle:      {}\nfingerprint: {}\n{}\nweights:     {} values, {}",
                              displayable(bundle->path().native()),
                              bundle->fingerprint(),
                              summaryOf(bundle->config()),
                              answer["parameters"].get<std::int64_t>(),
                              answer["dtype"].get<std::string>()));
    context.printJson(answer);
}

void showFile(CommandContext& context, const fs::path& path) {
    const auto file = openTensorFile(path);
    const Json answer = describeFile(*file);
    std::string text = fmt::format("{}:  {}\ntensors:     {}",
                                   kindName(file->kind()),
                                   displayable(path.native()),
                                   file->tensors().size());
    if (answer["problem"].is_string()) {
        text += "\nimport:      would be refused: " + answer["problem"].get<std::string>();
    } else {
        const WeightMismatch mismatch{answer["missing"], answer["unexpected"], answer["misshapen"]};
        text += "\n" + summaryOf(parseConfig(answer["config"], path.string()));
        text += mismatch.empty() ? "\nimport:      complete"
                                 : "\nimport:      would be refused\n" + mismatch.describe();
    }
    context.print(text);
    context.printJson(answer);
}

void importModel(CommandContext& context, const ImportArguments& arguments) {
    JobContext job = context.jobContext();
    ImportOptions options;
    chooseVocabulary(arguments, options);
    if (!arguments.config.empty()) options.config = arguments.config;
    options.weightType = weightTypeOf(arguments.weights);
    options.allowMissing = arguments.allowMissing;
    options.stop = context.stopToken();
    options.progress = [&](const std::string& stage, std::int64_t done, std::int64_t total) {
        constexpr std::int64_t kMegabyte = 1'000'000;
        const bool isEarlyRounding = done < total && done / kMegabyte == total / kMegabyte;
        if (!isEarlyRounding) job.report(stage, done / kMegabyte, total / kMegabyte, "MB");
    };
    const auto warnings = importCheckpoint(arguments.checkpoint, arguments.out, options);
    job.flush();
    for (const Error& warning : warnings) context.warn(warning.what());
    const auto bundle = Bundle::open(arguments.out);
    context.print(fmt::format(
        "{}: bundle written, fingerprint {}", displayable(arguments.out), bundle->fingerprint()));
    Json answer = describeBundle(*bundle);
    answer["warnings"] = textsOf(warnings);
    context.printJson(answer);
}

Json checkModel(const std::string& path, std::vector<Error>& warnings) {
    const auto file = openTensorFile(path);
    TensorCheck check = checkTensorFile(*file);
    warnings = std::move(check.warnings);
    Json tensors = Json::object();
    for (const TensorDigest& tensor : check.tensors) {
        tensors[tensor.name] = {
            {"dtype", torchName(tensor.dtype)}, {"shape", tensor.shape}, {"sha256", tensor.sha256}};
    }
    return {{"tensors", std::move(tensors)}};
}

void addImport(CLI::App& model, CommandContext& context) {
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App* command = addSubcommand(model,
                                      context,
                                      "import",
                                      "Make a bundle of a checkpoint or safetensors file",
                                      [arguments, &context] { importModel(context, *arguments); });
    command->add_option("CHECKPOINT", arguments->checkpoint, ".pth or .safetensors file")
        ->required();
    command->add_option("--vocab",
                        arguments->vocabulary,
                        "The model's vocab.txt or sentencepiece .model; else BERT's uncased one");
    command->add_option("--config",
                        arguments->config,
                        "JSON with what the file does not tell (heads, say); else as published");
    command->add_option("--weights", arguments->weights, "How the bundle stores weights")
        ->check(CLI::IsMember({"fp32", "fp16", "bf16"}))
        ->capture_default_str();
    command
        ->add_option("--allow-missing",
                     arguments->allowMissing,
                     "Pattern (prd_head.*) of tensors that may be absent; they stay untrained")
        ->take_all()
        ->expected(1);
    command->add_option("--out", arguments->out, "The bundle's folder; must not exist yet")
        ->required();
}

}  // namespace

void addModelCommand(CLI::App& app, CommandContext& context) {
    CLI::App* model = app.add_subcommand("model", "Import models and look at them");
    model->require_subcommand(1);
    addImport(*model, context);
    addCalibrateCommand(*model, context);

    auto shown = std::make_shared<std::string>();
    CLI::App* show = addSubcommand(
        *model, context, "show", "Say what a bundle or a model file is", [shown, &context] {
            std::error_code ignored;
            if (fs::is_directory(*shown, ignored)) return showBundle(context, *shown);
            showFile(context, *shown);
        });
    show->add_option("FILE", *shown, "A bundle's folder, a .pth or a .safetensors file")
        ->required();

    auto checked = std::make_shared<std::string>();
    CLI::App* check =
        addSubcommand(*model,
                      context,
                      "check",
                      "Read every tensor of a .pth or .safetensors file",
                      [checked, &context] {
                          reportVerdict(context, *checked, [&](std::vector<Error>& warnings) {
                              return checkModel(*checked, warnings);
                          });
                      });
    check->add_option("FILE", *checked, ".pth or .safetensors file")->required();
}

}  // namespace descry
