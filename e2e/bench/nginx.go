package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// nginx is Debian's, which serves a folder: what lies in gzip/ from the files
// .gz beside it, and all else as the brotli that it is.
type nginx struct{ url string }

const nginxConf = `
daemon off;
worker_processes 1;
pid DIR/nginx.pid;
error_log DIR/nginx-error.log;
events { worker_connections 4096; }
http {
	access_log DIR/nginx-access.log;
	sendfile on;
	tcp_nopush on;
	keepalive_timeout 120s;
	keepalive_requests 1000000000;
	client_body_temp_path DIR/nginx-body;
	proxy_temp_path DIR/nginx-proxy;
	fastcgi_temp_path DIR/nginx-fastcgi;
	uwsgi_temp_path DIR/nginx-uwsgi;
	scgi_temp_path DIR/nginx-scgi;
	types { text/javascript js; }
	default_type text/html;
	charset utf-8;
	charset_types text/html text/javascript;
	server {
		listen 127.0.0.1:PORT;
		root DIR/www;
		location / { add_header Content-Encoding br; }
		location /gzip/ { gzip_static always; }
	}
}
`

// nginx serves files, which are named by their path.
func (s *stage) nginx(ctx context.Context, files map[string][]byte) (nginx, error) {
	port, err := freePort()
	if err != nil {
		return nginx{}, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for name, content := range files {
		path := filepath.Join(s.dir, "www", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, content, 0o644)); err != nil {
			return nginx{}, err
		}
	}
	conf := filepath.Join(s.dir, "nginx.conf")
	text := strings.NewReplacer("DIR", s.dir, "PORT", strconv.Itoa(port)).Replace(nginxConf)
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		return nginx{}, err
	}
	p, err := s.start("nginx", "-c", conf, "-p", s.dir, "-e", filepath.Join(s.dir, "nginx-error.log"))
	if err != nil {
		return nginx{}, err
	}
	return nginx{"http://" + address}, p.listens(ctx, address)
}
