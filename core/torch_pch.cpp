// Holds the precompiled header that all torch sources share.
