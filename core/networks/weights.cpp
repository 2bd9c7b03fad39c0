// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/weights.h"

#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace chaesaek {
namespace {

constexpr std::array<std::pair<const char*, torch::ScalarType>, 9> kTypes = {{
    {"F64", torch::kFloat64}, {"F32", torch::kFloat32}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16}, {"I64", torch::kInt64},
    {"I32", torch::kInt32}, {"I8", torch::kInt8}, {"U8", torch::kUInt8}, {"BOOL", torch::kBool},
}};

torch::ScalarType scalarType(const std::string& name) {
  for (const auto& [known, type] : kTypes)
    if (name == known) return type;
  fail("unknown tensor type " + name);
}

std::string typeName(torch::ScalarType wanted) {
  for (const auto& [name, type] : kTypes)
    if (type == wanted) return name;
  fail(std::string("tensors of type ") + c10::toString(wanted) + " cannot be stored");
}

std::string qualified(const std::string& prefix, const std::string& name) { return prefix.empty() ? name : prefix + "." + name; }

/// Parameters, then buffers, by name.
std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const torch::nn::Module& module) {
  std::vector<std::pair<std::string, torch::Tensor>> list;
  for (const auto& item : module.named_parameters()) list.emplace_back(item.key(), item.value());
  for (const auto& item : module.named_buffers()) list.emplace_back(item.key(), item.value());
  return list;
}

torch::Tensor loadChecked(const StoredTensor& stored, const torch::Tensor& place, const std::string& where) {
  if (place.sizes() != at::IntArrayRef(stored.shape))
    fail(where + " has shape " + c10::str(at::IntArrayRef(stored.shape)) + " where " + c10::str(place.sizes()) + " is expected");
  auto tensor = loadTensor(stored);
  if (tensor.is_floating_point() != place.is_floating_point())
    fail(where + " holds " + stored.type + " where " + typeName(place.scalar_type()) + " is expected");
  return tensor;
}

/// Puts the tensors of these names into their places; all of the content under the prefix must have one.
void loadFound(const std::vector<std::pair<std::string, torch::Tensor>>& wanted, const std::string& prefix, const Safetensors& content, const std::string& fileName) {
  std::vector<std::pair<torch::Tensor, torch::Tensor>> pairs;  // place, value: nothing is written before all is checked
  for (const auto& [name, place] : wanted) {
    const auto found = content.tensors.find(qualified(prefix, name));
    pairs.emplace_back(place, loadChecked(found->second, place, fileName + ": " + found->first));
  }
  size_t under = 0;
  const std::string start = qualified(prefix, "");
  for (const auto& [name, unused] : content.tensors) under += name.starts_with(start);
  if (under != wanted.size())
    fail(fileName + " holds " + std::to_string(under) + " tensors where the network has " + std::to_string(wanted.size()) +
         ": it belongs to another one");
  const torch::NoGradGuard noGrad;
  for (auto& [place, value] : pairs) place.copy_(value);
}

}  // namespace

StoredTensor storeTensor(const torch::Tensor& tensor, const std::string& type) {
  const auto wanted = type.empty() ? tensor.scalar_type() : scalarType(type);
  const auto flat = tensor.detach().to(torch::kCPU, wanted).contiguous();
  StoredTensor stored{typeName(wanted), flat.sizes().vec(), std::vector<uint8_t>(flat.nbytes())};
  if (!stored.bytes.empty()) std::memcpy(stored.bytes.data(), flat.const_data_ptr(), stored.bytes.size());
  return stored;
}

torch::Tensor loadTensor(const StoredTensor& stored) {
  auto tensor = torch::empty(stored.shape, scalarType(stored.type));
  if (tensor.nbytes() != stored.bytes.size()) fail("a stored tensor's bytes do not fit its shape " + c10::str(tensor.sizes()));
  if (!stored.bytes.empty()) std::memcpy(tensor.mutable_data_ptr(), stored.bytes.data(), stored.bytes.size());
  return tensor;
}

void storeModule(const torch::nn::Module& module, const std::string& prefix, Safetensors& content, const std::string& type) {
  for (const auto& [name, tensor] : tensorsOf(module))
    content.tensors[qualified(prefix, name)] = storeTensor(tensor, tensor.is_floating_point() ? type : "");
}

void loadModule(torch::nn::Module& module, const std::string& prefix, const Safetensors& content, const std::string& fileName) {
  const auto wanted = tensorsOf(module);
  for (const auto& [name, place] : wanted)
    if (!content.tensors.count(qualified(prefix, name))) fail(fileName + " lacks the tensor " + qualified(prefix, name) + ": it belongs to another network");
  loadFound(wanted, prefix, content, fileName);
}

void loadOlderModule(torch::nn::Module& module, const Safetensors& content, const std::string& fileName) {
  auto wanted = tensorsOf(module);
  std::erase_if(wanted, [&](const auto& item) { return !content.tensors.count(item.first); });
  if (wanted.empty()) fail(fileName + " has no tensor of the network's");
  loadFound(wanted, "", content, fileName);
}

}  // namespace chaesaek
