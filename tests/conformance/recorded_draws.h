#pragma once
/// The draws that the reference made in one step, fed back into ours. Thread rule: one thread.
/// Failure rule: descry::Error where the file lacks one.

#include <string>
#include <utility>

#include "core/training/step/draws.h"
#include "tests/conformance/goldens.h"

namespace descry {

class RecordedDraws : public training::Draws {
  public:
    /// `prefix` is "step0.draw.".
    RecordedDraws(const Goldens& goldens, std::string prefix)
        : m_goldens(goldens), m_prefix(std::move(prefix)) {}

    std::uint64_t dropoutSeed() override { return 0; }

    at::Tensor negatives(training::Negative kind, const at::Tensor&) override {
        return read(kind == training::Negative::ImageOfText ? "image_neg_idx" : "text_neg_idx");
    }

    training::CorruptionDraws corruption(training::Corruption kind,
                                         const training::CorruptionShape&) override {
        const std::string loss = kind == training::Corruption::MaskedLanguage ? "mlm." : "mrtd.";
        const auto flags = [&](const char* name) { return read(loss + name).to(at::kBool); };
        return {flags("select"), flags("to_mask"), flags("to_random"), read(loss + "random_words")};
    }

    at::Tensor generatedIds(const at::Tensor& probabilities, const at::Tensor& places) override {
        const at::Tensor ids = read("mrtd.generated").flatten();
        return ids.index_select(0, places.to(at::kCPU)).to(probabilities.device());
    }

  private:
    at::Tensor read(const std::string& name) const { return m_goldens.tensor(m_prefix + name); }

    const Goldens& m_goldens;
    std::string m_prefix;
};

}  // namespace descry
