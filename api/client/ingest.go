package client

import (
	"context"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/url"

	"paperboy/api"
	"paperboy/data/panics"
)

// IngestFiles sends files of any format that the server reads, as they come. An
// error of files breaks the request off; what the server had taken by then stays.
func (c *Client) IngestFiles(ctx context.Context, files iter.Seq2[api.File, error], p api.IngestParams) (api.IngestAnswer, error) {
	v := make(url.Values)
	if p.WaitVisible {
		v.Set("wait", "visible")
	}
	if p.Undelete {
		v.Set("undelete", "true")
	}
	if p.Format != "" {
		v.Set("format", p.Format)
	}
	if !p.AsOf.IsZero() {
		v.Set("as_of", p.AsOf.String())
	}
	read, write := io.Pipe()
	form := multipart.NewWriter(write)
	sent := make(chan struct{})
	panics.Go("client.send", func() error { return sendFiles(form, files) }, func(err error) {
		write.CloseWithError(err)
		close(sent)
	})
	answer, err := call[api.IngestAnswer](ctx, c, request{method: http.MethodPost, path: "/ingest", query: v, stream: read, contentType: form.FormDataContentType()})
	read.Close()
	<-sent
	return answer, err
}

func sendFiles(form *multipart.Writer, files iter.Seq2[api.File, error]) error {
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
