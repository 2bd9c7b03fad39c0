// SPDX-License-Identifier: GPL-3.0-or-later
// What all GANs share that make pictures out of vectors. Core sources only (torch).
#pragma once
#include "core/data/picture_set.h"
#include "core/experiments/experiment.h"
#include "core/networks/dcgan.h"
#include "core/networks/vector_generator.h"

namespace chaesaek {

/// Latents, fakes, D's phase and G's, a wall of samples. A member adds its networks and says what D looks at and what either
/// makes small; what it leaves out is the GAN of Goodfellow et al. with the non-saturating loss.
///
/// Fakes are made once a step, in D's phase, and kept for G's, where D, which has learnt meanwhile, looks at them anew. D
/// looks at real and made pictures in two forwards, so that its batch norms do not mix them.
class VectorGan : public ExperimentOn<PictureSet> {
 public:
  std::string generatorName() const override { return "G"; }
  ModelDescription model() const override;
  /// "picture" [C,S,S] in [-1,1], and "label" [] where the set has classes.
  MakeSample trainingSamples(std::shared_ptr<const PictureSet> set) const override;
  /// Of the pictures that the model makes (measureGenerated).
  NamedValues measures(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings,
                       const Progress& progress) const override;
  /// One wall of what the model makes of latents that are always the same: 8 x 8, or a row for each class (up to 16), the
  /// same latents in every row.
  std::vector<std::vector<cv::Mat>> samples(const std::filesystem::path& model, const PictureSet& set, const std::vector<int>& drawings,
                                            const Progress& progress) const override;

 protected:
  /// What D says of a batch, as far as it has heads for it.
  using Opinion = ConvDiscriminator::Opinion;
  struct Fakes {
    torch::Tensor pictures, labels;  ///< [N,C,S,S]; [N] int64, undefined where G takes none
  };

  VectorGan(std::string id, const Settings& settings, const PictureSet& set, torch::Device device);

  /// As settings and data have it; with `classes`, as many as the data have. Throws Error (Usage) where they, or pictures, have none.
  VectorOptions vectorOptions(bool classes) const;
  int side() const { return side_; }
  size_t classCount() const { return classes_.size(); }
  /// Registers both, their weights drawn already, with their optimisers and phases.
  void addPlayers(std::shared_ptr<VectorGenerator> generator, std::shared_ptr<torch::nn::Module> discriminator);

  /// What D says of pictures [N,C,S,S]; their labels [N] are undefined where a set or G has none.
  virtual Opinion look(const torch::Tensor& pictures, const torch::Tensor& labels) = 0;
  /// Of the fakes of a batch, where G takes them: those of the real pictures.
  virtual torch::Tensor fakeLabels(const Batch& batch) const { return batch.at("label"); }
  /// What D makes small; "D", its adversarial part, is among the scalars that it adds.
  virtual torch::Tensor judgeLoss(const Batch& batch, const Opinion& onReal, const Opinion& onFake, Scalars& scalars);
  /// What G makes small; "G_adversarial" is among the scalars that it adds.
  virtual torch::Tensor foolLoss(const Batch& batch, const Opinion& onFake, Scalars& scalars);
  /// D's probability of "real", 0..1.
  virtual torch::Tensor realness(const Opinion& opinion) const;
  virtual Scalars stepD(const Batch& batch, const StepContext& context);
  virtual Scalars stepG(const Batch& batch, const StepContext& context);

  const Settings settings_;
  const torch::Device device_;
  std::shared_ptr<VectorGenerator> generator_;
  Fakes fakes_;  // of this step
  std::shared_ptr<Adam> adamG_, adamD_;
  /// Pictures as D gets to see them.
  torch::Tensor shown(const torch::Tensor& pictures) const;

 private:
  Fakes makeFakes(const Batch& batch);

  const std::string id_, data_;
  const std::vector<std::string> classes_;
  const int channels_, side_;
  const bool everyLabelKnown_;
  std::shared_ptr<torch::nn::Module> discriminator_;
};

/// Those with DCGAN's networks.
class ConvGan : public VectorGan {
 protected:
  using VectorGan::VectorGan;
  /// With `classes`, G takes them as `conditioning` says; D's heads and the like are those of `d`, its channels and sizes the data's.
  /// G has as many hidden units as D.
  void addConvPlayers(bool classes, Conditioning conditioning, ConvDiscriminatorOptions d);
  Opinion look(const torch::Tensor& pictures, const torch::Tensor&) override { return judge_->look(pictures); }

  std::shared_ptr<ConvDiscriminator> judge_;
};

/// A member as its declaration makes it.
template <class Member>
std::unique_ptr<Experiment> makeVectorGan(const Settings& settings, const DataSet& set, torch::Device device) {
  return std::make_unique<Member>(settings, dynamic_cast<const PictureSet&>(set), device);  // openData() gave it
}

/// A picture [3,S,S], RGB in [-1,1], all its colours turned about the axis of the greys, which stay: red by 120 degrees is green.
torch::Tensor turnedHues(const torch::Tensor& picture, double degrees);

/// What every member's description shares: its plots, the figure of merit, phases; its parameters are left to it.
ExperimentInfo vectorGanInfo(const std::string& id, const std::string& title, DataKind data);
/// Widths of DCGAN's networks.
void addConvParameters(ParameterSchema& schema, int width = 64);
/// All that members with DCGAN's networks and without classes have: widths, a hidden layer, and rates at which G comes near to
/// the data in few epochs.
void addClasslessConvParameters(ParameterSchema& schema);
/// Latents, sizes, the play; then those that every experiment has. `judgeRate`: D's learning rate as a multiple of G's.
void addVectorParameters(ParameterSchema& schema, CommonDefaults defaults, double judgeRate = 1);
/// Averaged weights of G for those with DCGAN's networks: half of them are newer than 14 steps, 1,700 pictures of 128 a step.
inline constexpr double kConvEma = 0.95;

}  // namespace chaesaek
