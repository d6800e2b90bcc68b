{{ stage('iceberg') }}
