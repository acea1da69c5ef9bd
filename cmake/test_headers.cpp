// Carries the precompiled headers of tests/ (see tests/CMakeLists.txt).
