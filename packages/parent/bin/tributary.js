console.error("not built"); process.exit(1)
