# The worker: its boot jar, the task runtime, and the command-line tools that bundles call.
# Build ./mvnw -DskipTests package first; the context is the repository's root.
ARG JRE=eclipse-temurin:25-jre
FROM ${JRE} AS layers
ARG JAR
WORKDIR /work
COPY ${JAR} app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --launcher --destination extracted

FROM ${JRE} AS tools
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv python3-pip bash curl wget jq bc git ca-certificates \
      bind9-dnsutils bsdextrautils openssh-client procps unzip \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 groundcrew && useradd --uid 10001 --gid 10001 --create-home --shell /usr/sbin/nologin groundcrew \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/groundcrew /run/groundcrew \
 && install -d -m 0755 /var/lib/groundcrew-public

# Some wheels are compiled for one Python version, so the runtime is put together with the image's own Python.
FROM tools AS runtime
WORKDIR /build
COPY task-runtime/assemble.py task-runtime/requirements*.txt ./
COPY task-runtime/src src
RUN python3 assemble.py

FROM tools
COPY deploy/images/healthy /usr/local/bin/healthy
COPY --from=runtime /build/target/runtime /app/runtime
COPY standalone/target/starter-collection.git /srv/collections/starter-collection.git
WORKDIR /app
COPY --from=layers /work/extracted/dependencies/ ./
COPY --from=layers /work/extracted/spring-boot-loader/ ./
COPY --from=layers /work/extracted/snapshot-dependencies/ ./
COPY --from=layers /work/extracted/application/ ./
USER 10001:10001
ENV WORKER_EXECUTE_RUNTIME_DIRECTORY=/app/runtime
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=6 CMD ["/usr/local/bin/healthy"]
# Most of the container's memory is for tasks. JAVA_TOOL_OPTIONS adds to these and overrides them.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=15", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", \
  "--sun-misc-unsafe-memory-access=allow", "org.springframework.boot.loader.launch.JarLauncher"]
