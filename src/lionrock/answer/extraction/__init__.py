"""Events found in documents: into the build where they are sure enough, else into review."""
