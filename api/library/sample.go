package library

import (
	"context"
	"slices"
	"strings"

	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sample"
)

// sampleFormat is the name of the format of sample.Page.
const sampleFormat = "hf-text"

// SamplePapers returns the records that an empty library begins with: those of the sample page, with
// the facts about them.
func SamplePapers(ctx context.Context) format.Records {
	all := formats.All()
	read := all[slices.IndexFunc(all, func(f format.Format) bool { return f.Name == sampleFormat })].Read
	return sample.Join(read(ctx, format.Input{Reader: strings.NewReader(sample.Page), Location: sample.Location, Source: sample.Source, AsOf: sample.AsOf}))
}
