{{ stage('tie_out') }}
