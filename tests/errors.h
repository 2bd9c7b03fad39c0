// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/base/error.h"

namespace chaesaek {

/// The message of the Error that `call` throws; empty where it throws none.
template <class Call>
std::string errorOf(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace chaesaek
