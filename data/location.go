package data

import (
	"regexp"
	"strings"
)

// place matches the beginning of a location that is an address or a name of its own, such as
// "https://", "sample:" or "oai:". A single letter is the drive of a path.
var place = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// WithoutFolder returns the location of a Provenance without the folders of a path, which tell where
// on its disk a server keeps its files: "papers.bib" for "/home/ada/papers.bib". An address stays as
// it is, except that of a file.
func WithoutFolder(location string) string {
	path, isFile := strings.CutPrefix(location, "file:")
	if !isFile && place.MatchString(location) {
		return location
	}
	return path[strings.LastIndexAny(path, `/\`)+1:]
}
