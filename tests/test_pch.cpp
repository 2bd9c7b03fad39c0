// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing but a place for the header that the tests of the core share precompiled.
