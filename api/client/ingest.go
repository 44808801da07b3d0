package client

import (
	"context"
	"io"
	"iter"
	"mime/multipart"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data/panics"
)

// IngestFiles sends files in any format that the server reads, one after the other. If files yields
// an error, the request is broken off; papers that the server accepted before stay.
func (c *Client) IngestFiles(ctx context.Context, files iter.Seq2[library.File, error], p library.IngestParams) (library.IngestAnswer, error) {
	call := api.Ingest.Call(p)
	read, write := io.Pipe()
	form := multipart.NewWriter(write)
	sent := make(chan struct{})
	panics.Go("client.send", func() error { return sendFiles(form, files) }, func(err error) {
		write.CloseWithError(err)
		close(sent)
	})
	answer, err := answerTo[library.IngestAnswer](ctx, c, request{method: call.Method, path: call.Path, query: call.Query, body: read, contentType: form.FormDataContentType()})
	read.Close()
	<-sent
	return answer, err
}

func sendFiles(form *multipart.Writer, files iter.Seq2[library.File, error]) error {
	for file, err := range files {
		if err != nil {
			return err
		}
		part, err := form.CreateFormFile("file", file.Name)
		if err == nil {
			_, err = io.Copy(part, file)
		}
		if err != nil {
			return err
		}
	}
	return form.Close()
}
