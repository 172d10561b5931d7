#pragma once
/// All randomness of a training step comes through Draws: choices of negatives, corruption of
/// captions, words drawn by the generator, the seed of dropout. RandomDraws' state is one number,
/// so a resumed run draws what the uninterrupted one would have, on any device; recorded draws take
/// its place where a step is repeated (rasa-spec section 8). Every draw is made on the CPU.
/// Thread rule: one thread. Failure rule: c10::Error for shapes that do not fit.

#include <cstdint>

#include "core/model/nn/torch_headers.h"

namespace descry::training {

/// The two losses that corrupt captions.
enum class Corruption { MaskedLanguage, ReplacedToken };
/// What a negative is drawn for.
enum class Negative { ImageOfText, TextOfImage };

struct CorruptionShape {
    std::int64_t numTexts = 0;   ///< B.
    std::int64_t numTokens = 0;  ///< L.
    std::int64_t vocabSize = 0;
    double probability = 0;  ///< Of being picked.
};

/// Raw draws over the whole grid [B, L]; which of them count is corrupt()'s to say.
struct CorruptionDraws {
    at::Tensor select;       ///< bool.
    at::Tensor toMask;       ///< bool, true with probability 0.8.
    at::Tensor toRandom;     ///< bool, true with probability 0.5.
    at::Tensor randomWords;  ///< int64, uniform over the vocabulary.
};

class Draws {
  public:
    virtual ~Draws() = default;

    /// Called once as a step begins; the result seeds torch's generators, which dropout draws from.
    virtual std::uint64_t dropoutSeed() = 0;
    /// A column for each row of weights [B, B], drawn in proportion to them -> [B] int64. No row
    /// is all zero.
    virtual at::Tensor negatives(Negative kind, const at::Tensor& weights) = 0;
    virtual CorruptionDraws corruption(Corruption kind, const CorruptionShape& shape) = 0;
    /// An id for each row of probabilities [R, V] -> [R] int64, on their device. `places` [R] are
    /// the rows' flat positions in the batch's grid [B, L].
    virtual at::Tensor generatedIds(const at::Tensor& probabilities, const at::Tensor& places) = 0;
};

class RandomDraws : public Draws {
  public:
    explicit RandomDraws(std::uint64_t seed) : m_state(seed) {}

    /// Everything there is to save; hand it to the constructor to go on from here.
    std::uint64_t state() const noexcept { return m_state; }

    /// Uniform over 64 bits.
    std::uint64_t next() noexcept;
    /// Uniform in [0, 1).
    double uniform() noexcept;

    std::uint64_t dropoutSeed() override { return next(); }
    at::Tensor negatives(Negative kind, const at::Tensor& weights) override;
    CorruptionDraws corruption(Corruption kind, const CorruptionShape& shape) override;
    at::Tensor generatedIds(const at::Tensor& probabilities, const at::Tensor& places) override;

  private:
    at::Tensor uniforms(at::IntArrayRef shape);
    at::Tensor byWeights(const at::Tensor& weights);

    std::uint64_t m_state;
};

}  // namespace descry::training
